namespace Halles.Kernel.Text;

/// <summary>What a token is made of.</summary>
public enum TokenKind
{
    /// <summary>Letters, perhaps with apostrophes between them.</summary>
    Word,

    /// <summary>Digits, perhaps with a decimal point or comma between them.</summary>
    Number,

    /// <summary>Letters and digits together: "006r90321", "500g".</summary>
    Code,
}

/// <summary>A piece of a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How many characters it has.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Hyphenated">Joined to the token before it by a hyphen alone.</param>
public readonly record struct Token(int Start, int Length, TokenKind Kind, bool Hyphenated)
{
    public ReadOnlySpan<char> In(ReadOnlySpan<char> text) => text.Slice(Start, Length);
}

/// <summary>Cuts folded text into tokens, without allocating. Scripts without spaces give one token for each character.</summary>
public ref struct Tokens
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    /// <param name="folded">Text as <see cref="Folding"/> leaves it.</param>
    public Tokens(ReadOnlySpan<char> folded)
    {
        _text = folded;
        _position = 0;
        Current = default;
    }

    public Token Current { get; private set; }

    public readonly Tokens GetEnumerator() => this;

    public bool MoveNext()
    {
        var last = Current;
        while (_position < _text.Length && !IsPart(_text[_position]))
        {
            _position++;
        }
        if (_position == _text.Length)
        {
            return false;
        }
        var start = _position;
        var (letters, digits) = (false, false);
        if (IsIdeograph(_text[start]))
        {
            _position++;
            letters = true;
        }
        else
        {
            while (_position < _text.Length && Continues(_position))
            {
                digits |= char.IsAsciiDigit(_text[_position]);
                letters |= IsPart(_text[_position]) && !char.IsAsciiDigit(_text[_position]);
                _position++;
            }
        }
        var kind = letters && digits ? TokenKind.Code : digits ? TokenKind.Number : TokenKind.Word;
        var hyphenated = last.Length > 0 && start == last.Start + last.Length + 1 && IsHyphen(_text[start - 1]);
        Current = new Token(start, _position - start, kind, hyphenated);
        return true;
    }

    /// <summary>Whether the token goes on here: letters and digits do; an apostrophe between letters, a point or comma between digits.</summary>
    private readonly bool Continues(int at)
    {
        var c = _text[at];
        if (IsPart(c))
        {
            return !IsIdeograph(c);
        }
        if (at == 0 || at + 1 >= _text.Length)
        {
            return false;
        }
        return c switch
        {
            '\'' => char.IsLetter(_text[at - 1]) && char.IsLetter(_text[at + 1]),
            '.' or ',' => char.IsAsciiDigit(_text[at - 1]) && char.IsAsciiDigit(_text[at + 1]),
            _ => false,
        };
    }

    /// <summary>Letters, digits, and the marks that some scripts write inside words; surrogates, so that rare letters hold together.</summary>
    private static bool IsPart(char c) => char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c) || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool IsHyphen(char c) => c is '-' or '\u2010' or '\u2011' or '\u2013';

    /// <summary>Han, kana: written without spaces.</summary>
    internal static bool IsIdeograph(char c) => c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u4DBF') or (>= '\u4E00' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');
}
