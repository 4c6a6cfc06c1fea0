using System.Globalization;

namespace Halles.Kernel;

/// <summary>
/// An expected way to fail: one of the named problems of a feature, never an exception. The code is stable and part of
/// the public API (RFC 9457 <c>type</c>); the message is the English text that is also the key of its translations.
/// </summary>
/// <param name="Code">Stable, kebab-case, unique over the mall, such as <c>stock-gone</c>.</param>
/// <param name="Status">The HTTP status it answers with.</param>
/// <param name="Message">What is wrong and how to mend it, with <c>{0}</c> for <see cref="Args"/>.</param>
public sealed record Problem(string Code, int Status, string Message)
{
    /// <summary>Values for the message's placeholders; money, dates and counts are formatted by the page.</summary>
    public IReadOnlyList<object> Args { get; init; } = [];

    /// <summary><see cref="Args"/> as they are kept where the page that says them comes later.</summary>
    public IReadOnlyList<string> Texts => [.. Args.Select(a => Convert.ToString(a, CultureInfo.InvariantCulture) ?? "")];

    /// <summary>The form field or JSON member that it belongs to, where there is one.</summary>
    public string? Field { get; init; }

    /// <summary>The single problems of which this one is the sum: one per field or per basket line.</summary>
    public IReadOnlyList<Problem> Parts { get; init; } = [];

    /// <summary>The parts, or this problem where it has none: what a page lists.</summary>
    public IReadOnlyList<Problem> Single => Parts.Count > 0 ? Parts : [this];

    /// <summary>Figures for programs, such as the old and the new price.</summary>
    public IReadOnlyDictionary<string, object?>? Data { get; init; }

    /// <summary>The same problem with values for its message.</summary>
    public Problem With(params object[] args) => this with { Args = args };

    /// <summary>The same problem, told of one field.</summary>
    public Problem On(string field) => this with { Field = field };

    /// <summary>Several problems of one form or body, answered with 422.</summary>
    public static Problem Of(IReadOnlyList<Problem> parts) =>
        parts is [var only] ? only : new Problem("invalid", 422, "There is a problem with what was sent.") { Parts = parts };
}

/// <summary>Either a value or the problem that stood in its way.</summary>
public readonly record struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, Problem? problem) => (_value, Problem) = (value, problem);

    /// <summary>Why there is no value; null when all went well.</summary>
    public Problem? Problem { get; }

    /// <summary>True when there is a value.</summary>
    public bool Ok => Problem is null;

    /// <summary>The value. Asking for it when there is a problem is a bug.</summary>
    public T Value => Problem is null ? _value! : throw new InvalidOperationException($"No value: {Problem.Code}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Problem problem) => new(default, problem);

    /// <summary>The value turned into another, or the same problem.</summary>
    public Result<TNext> Then<TNext>(Func<T, TNext> next) => Problem is null ? next(_value!) : Problem;
}

/// <summary>The value of a use case that answers nothing but that it was done.</summary>
public readonly record struct Done
{
    public static readonly Result<Done> Well = default(Done);
}
