using System.Globalization;

namespace Halles.Kernel.Api;

/// <summary>Reads the parameters of a request; all that is wrong is found in <see cref="Problem"/>, each on its parameter.</summary>
/// <param name="value">The raw value of a parameter; null or empty when it was not sent.</param>
public sealed class Asked(Func<ApiParameter, string?> value)
{
    private readonly List<Problem> _wrong = [];

    /// <summary>What is wrong with the parameters that were read; null when nothing is.</summary>
    public Problem? Problem => _wrong.Count == 0 ? null : Problem.Of(_wrong);

    /// <summary>A text; null when it was not sent.</summary>
    public string? Text(ApiParameter parameter)
    {
        if (value(parameter) is not { Length: > 0 } text)
        {
            return parameter.Required ? Wrong<string>(ApiProblems.ParameterMissing, parameter) : null;
        }

        return !TextRules.CanBeKept(text) ? Wrong<string>(ApiProblems.TextUnfit, parameter)
            : text.Length > parameter.Most ? Wrong<string>(ApiProblems.ParameterWrong.With($"at most {parameter.Most} characters"), parameter)
            : text;
    }

    /// <summary>A whole number; null when it was not sent.</summary>
    public long? Number(ApiParameter parameter) => Text(parameter) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= parameter.Least && number <= parameter.Most ? number
        : WrongValue<long>(ApiProblems.ParameterWrong.With($"a whole number from {parameter.Least} to {parameter.Most}"), parameter);

    /// <summary>A word of an enumeration; null when it was not sent.</summary>
    public T? Word<T>(ApiParameter parameter)
        where T : struct, Enum => Text(parameter) is not { } text ? null
        : Wire.TryWord<T>(text, out var word) ? word
        : WrongValue<T>(ApiProblems.ParameterWrong.With("one of " + string.Join(", ", parameter.Words)), parameter);

    /// <summary>Yes or no; no when it was not sent.</summary>
    public bool YesNo(ApiParameter parameter) => Text(parameter) switch
    {
        null or "false" => false,
        "true" => true,
        _ => WrongValue<bool>(ApiProblems.ParameterWrong.With("true or false"), parameter) ?? false,
    };

    /// <summary>An instant as RFC 3339 writes it; null when it was not sent.</summary>
    public DateTimeOffset? Instant(ApiParameter parameter) => Text(parameter) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var instant) && text.Length >= 10 && char.IsAsciiDigit(text[3]) ? instant
        : WrongValue<DateTimeOffset>(ApiProblems.ParameterWrong.With("an instant like 2026-03-03T09:00:00Z"), parameter);

    /// <summary>Where a list goes on: so many ids, or null at its beginning.</summary>
    public IReadOnlyList<Guid>? Cursor(int ids)
    {
        if (Text(ApiParameter.Cursor) is not { } text)
        {
            return null;
        }

        if (Api.Cursor.Read(text, ids) is not { } read)
        {
            _wrong.Add(ApiProblems.CursorWrong);
            return null;
        }

        return read;
    }

    /// <summary>How many items of a list are wanted.</summary>
    public int Limit() => (int)(Number(ApiParameter.Limit) ?? 50);

    private T? Wrong<T>(Problem problem, ApiParameter parameter)
        where T : class
    {
        _wrong.Add(problem.On(parameter.Name));
        return null;
    }

    private T? WrongValue<T>(Problem problem, ApiParameter parameter)
        where T : struct
    {
        _wrong.Add(problem.On(parameter.Name));
        return null;
    }
}
