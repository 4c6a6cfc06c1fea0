namespace Halles.Kernel;

/// <summary>What text may be kept: both engines must store it and every page show it.</summary>
public static class TextRules
{
    /// <summary>False for text with U+0000 (PostgreSQL refuses it) or half a surrogate pair (not Unicode).</summary>
    public static bool CanBeKept(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i]) || (char.IsHighSurrogate(text[i]) && (i + 1 == text.Length || !char.IsLowSurrogate(text[++i]))))
            {
                return false;
            }
        }

        return true;
    }
}
