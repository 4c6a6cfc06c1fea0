using Halles.Kernel;

namespace Halles.Mall.Storefront;

/// <summary>A text as it is shown, with the language that it is really in (pages mark it with <c>lang</c> when it is another).</summary>
public readonly record struct Wording(string Text, string Language)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEmpty => string.IsNullOrEmpty(Text);

    public override string ToString() => Text;

    internal static Wording Of(LocalText text, string language)
    {
        var (found, real) = text.In(language);
        return new Wording(found, real);
    }
}

/// <summary>A photo of the mall's storage.</summary>
/// <param name="Media">Hash of the original, hex.</param>
/// <param name="Width">Pixels of the original, from which its sizes follow; 0 for a drawing.</param>
/// <param name="Height">Likewise.</param>
/// <param name="Alt">What is to be seen; may be empty.</param>
public sealed record Photo(string Media, int Width, int Height, Wording Alt);
