namespace Halles.Web.Pages.Merchant;

/// <summary>What a form shows in its fields: what was typed a moment ago, or else what is kept.</summary>
public sealed class Typed
{
    private readonly Func<string, string?> _value;

    private Typed(Func<string, string?> value) => _value = value;

    /// <summary>An empty form.</summary>
    public static readonly Typed Nothing = new(_ => null);

    /// <summary>As it was typed.</summary>
    public static Typed Of(FormReader form) => new(form.Raw);

    /// <summary>As it is kept, by field.</summary>
    public static Typed Of(IReadOnlyDictionary<string, string?> kept) => new(kept.GetValueOrDefault);

    /// <summary>As it was typed, but for the fields of a form beside it, which are as they are kept.</summary>
    public static Typed Of(FormReader form, IReadOnlyDictionary<string, string?> beside) =>
        new(field => beside.TryGetValue(field, out var kept) ? kept : form.Raw(field));

    /// <summary>The text of a field; empty when there is none.</summary>
    public string this[string field] => _value(field) ?? "";

    /// <summary>Whether a box is checked.</summary>
    public bool Checked(string field) => this[field].Length > 0;
}
