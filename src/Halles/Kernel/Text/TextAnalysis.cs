using System.Buffers;
using System.Collections.Frozen;

namespace Halles.Kernel.Text;

/// <summary>What a term is for.</summary>
public enum TermKind
{
    /// <summary>A thing that was written, in its one form. A query's thing is found where its whole is, or all its parts are.</summary>
    Whole,

    /// <summary>One of the parts of a code or a hyphenated word: "006r90321" has 006, r and 90321.</summary>
    Part,

    /// <summary>A further form, for the index only: the bare number of a measure.</summary>
    Also,

    /// <summary>A word that says little: indexed, but left out of a query that has others.</summary>
    Stop,
}

/// <summary>A term of the search index.</summary>
/// <param name="Text">Folded and stemmed, what is compared.</param>
/// <param name="Surface">Folded as it was written, for suggestions and for prefixes while somebody types.</param>
/// <param name="Position">The number of the thing written, from 0; its parts have the same.</param>
/// <param name="Kind">What it is for.</param>
public readonly record struct Term(string Text, string Surface, int Position, TermKind Kind);

/// <summary>Turns text of a language into terms, the same way for goods and for queries. Measures are brought to g, ml and mm.</summary>
public sealed class TextAnalysis
{
    /// <summary>Longer tokens are cut here.</summary>
    public const int MaxTermLength = 64;

    /// <summary>So short a word has no ending: "ups" is not many "up".</summary>
    private const int MostUnstemmed = 3;

    private delegate int Stemmer(Span<char> word);

    private static readonly TextAnalysis Plain = new(StopWords.None, word => word.Length);

    /// <summary>The seam: another language is a line here, with its stop words and its stemmer over folded words.</summary>
    private static readonly FrozenDictionary<string, TextAnalysis> ByLanguage = new Dictionary<string, TextAnalysis>(StringComparer.Ordinal)
    {
        ["fr"] = new(StopWords.French, FrenchStemmer.Stem),
        ["en"] = new(StopWords.English, EnglishStemmer.Stem),
        ["nl"] = new(StopWords.Dutch, DutchStemmer.Stem),
        ["es"] = new(StopWords.Spanish, SpanishStemmer.Stem),
        ["ar"] = new(StopWords.Arabic, ArabicStemmer.Stem),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenSet<string> _stopWords;
    private readonly Stemmer _stem;

    private TextAnalysis(FrozenSet<string> stopWords, Stemmer stem) => (_stopWords, _stem) = (stopWords, stem);

    /// <summary>The analyser of a language; folding and tokens alone for one that has none.</summary>
    public static TextAnalysis For(Language language) => ByLanguage.GetValueOrDefault(language.Primary, Plain);

    /// <summary>The terms of a text in the order in which they were written.</summary>
    public IReadOnlyList<Term> Analyse(string text)
    {
        var terms = new List<Term>();
        Analyse(text, terms);
        return terms;
    }

    /// <summary>Adds the terms of a text to a list, which callers that index much use again.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="terms">Gets the terms.</param>
    /// <param name="position">The position of the first.</param>
    /// <returns>The position after the last.</returns>
    public int Analyse(ReadOnlySpan<char> text, List<Term> terms, int position = 0)
    {
        var buffer = ArrayPool<char>.Shared.Rent((text.Length * Folding.MaxGrowth) + 1);
        try
        {
            ReadOnlySpan<char> folded = buffer.AsSpan(0, Folding.Fold(text, buffer));
            var compound = default(Compound);
            var pending = default(Token);
            foreach (var token in new Tokens(folded))
            {
                if (pending.Length > 0 && InInches(folded, pending) is { } inches)
                {
                    position = AddMeasure(terms, inches, Text(pending.In(folded)), position);
                    (pending, compound) = (token, default);
                    continue;
                }

                if (pending.Length > 0)
                {
                    if (MeasureOf(folded, pending, token) is { } measure)
                    {
                        position = AddMeasure(terms, measure, Text(pending.In(folded)), position);
                        (pending, compound) = (default, default);
                        continue;
                    }
                    (compound, position) = Add(terms, folded, pending, compound, token.Hyphenated, position);
                }
                pending = token;
            }
            return pending.Length == 0 ? position
                : InInches(folded, pending) is { } last ? AddMeasure(terms, last, Text(pending.In(folded)), position)
                : Add(terms, folded, pending, compound, false, position).Position;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    /// <summary>Where a run of hyphenated tokens began, while it lasts.</summary>
    private readonly record struct Compound(bool Open, int Start);

    private (Compound Compound, int Position) Add(List<Term> terms, ReadOnlySpan<char> folded, Token token, Compound compound, bool goesOn, int position)
    {
        if (!compound.Open && !goesOn)
        {
            return (default, Tokens.IsIdeograph(folded[token.Start]) ? AddIdeograph(terms, folded, token.Start, position) : AddToken(terms, token.In(folded), token.Kind, TermKind.Whole, position));
        }
        var start = compound.Open ? compound.Start : token.Start;
        AddToken(terms, token.In(folded), token.Kind, TermKind.Part, position);
        if (goesOn)
        {
            return (new Compound(true, start), position);
        }
        var whole = folded[start..(token.Start + token.Length)];
        Span<char> joined = stackalloc char[MaxTermLength];
        var length = 0;
        var digits = false;
        foreach (var c in whole)
        {
            if (length < MaxTermLength && char.IsLetterOrDigit(c))
            {
                joined[length++] = c;
                digits |= char.IsAsciiDigit(c);
            }
        }
        AddWord(terms, joined[..length], stem: !digits, TermKind.Whole, position);
        return (default, position + 1);
    }

    /// <summary>
    /// What is written without spaces is asked for by its pairs of characters, each with the next: most words have two. One
    /// that stands alone is a thing of its own, and in goods each can be found by itself.
    /// </summary>
    private static int AddIdeograph(List<Term> terms, ReadOnlySpan<char> folded, int at, int position)
    {
        var single = folded[at].ToString();
        if (at + 1 < folded.Length && Tokens.IsIdeograph(folded[at + 1]))
        {
            terms.Add(Plainly(folded.Slice(at, 2).ToString(), TermKind.Whole, position));
            terms.Add(Plainly(single, TermKind.Also, position));
            return position + 1;
        }
        if (at > 0 && position > 0 && Tokens.IsIdeograph(folded[at - 1]))
        {
            terms.Add(Plainly(single, TermKind.Also, position - 1));
            return position;
        }
        terms.Add(Plainly(single, TermKind.Whole, position));
        return position + 1;
    }

    private int AddToken(List<Term> terms, ReadOnlySpan<char> token, TokenKind kind, TermKind role, int position)
    {
        if (kind == TokenKind.Word)
        {
            Span<char> word = stackalloc char[MaxTermLength];
            AddWord(terms, word[..Bare(token, word)], stem: true, role, position);
        }
        else if (kind == TokenKind.Number)
        {
            terms.Add(Plainly(Text(token), role, position));
        }
        else if (Measures.TryRead(token, out var measure))
        {
            var digits = token.IndexOfAnyExcept("0123456789.,");
            terms.Add(Plainly(measure, role, position));
            terms.Add(Plainly(Text(token[..digits]), TermKind.Also, position));
        }
        else
        {
            terms.Add(Plainly(Text(token), role, position));
            AddParts(terms, token, role == TermKind.Whole ? TermKind.Part : TermKind.Also, position);
        }
        return position + 1;
    }

    /// <summary>The runs of letters and of digits in a code, and the measure at its end: "6x33cl" is also 330ml.</summary>
    private static void AddParts(List<Term> terms, ReadOnlySpan<char> code, TermKind role, int position)
    {
        var start = 0;
        var before = 0;
        for (var i = 1; i <= code.Length; i++)
        {
            if (i < code.Length && char.IsAsciiDigit(code[i]) == char.IsAsciiDigit(code[i - 1]))
            {
                continue;
            }
            var run = code[start..i].Trim("'.,");
            if (run.Length > 0)
            {
                terms.Add(Plainly(Text(run), role, position));
            }
            if (i < code.Length)
            {
                (before, start) = (start, i);
            }
        }
        if (before > 0 && Measures.TryRead(code[before..], out var measure))
        {
            terms.Add(Plainly(measure, TermKind.Also, position));
        }
    }

    private void AddWord(List<Term> terms, Span<char> word, bool stem, TermKind role, int position)
    {
        if (word.Length == 0)
        {
            return;
        }
        var surface = word.ToString();
        var stop = role == TermKind.Whole && _stopWords.Contains(surface);
        var length = stem && !stop && word.Length > MostUnstemmed ? _stem(word) : word.Length;
        terms.Add(new Term(length == surface.Length && word.SequenceEqual(surface) ? surface : word[..length].ToString(), surface, position, stop ? TermKind.Stop : role));
    }

    private static int AddMeasure(List<Term> terms, string measure, string number, int position)
    {
        terms.Add(Plainly(measure, TermKind.Whole, position));
        terms.Add(Plainly(number, TermKind.Also, position));
        return position + 1;
    }

    /// <summary>"500" and "g" with nothing but space between them.</summary>
    private static string? MeasureOf(ReadOnlySpan<char> folded, Token number, Token unit)
    {
        if (number.Kind != TokenKind.Number || number.Hyphenated || unit.Length > Measures.LongestUnit || unit.In(folded) is "in"
            || folded[(number.Start + number.Length)..unit.Start].ContainsAnyExcept(' '))
        {
            return null;
        }
        return Measures.TryRead(number.In(folded), unit.In(folded), out var measure) ? measure : null;
    }

    /// <summary>A number with the sign of inches right after it: 15.6".</summary>
    private static string? InInches(ReadOnlySpan<char> folded, Token number)
    {
        var end = number.Start + number.Length;
        return number.Kind == TokenKind.Number && !number.Hyphenated && end < folded.Length && folded[end] is '"' or '\u2033' or '\u201D'
            && Measures.TryRead(number.In(folded), "inch", out var measure) ? measure : null;
    }

    /// <summary>
    /// A word without what elision puts before it (l'huile, d'olive, qu'une) or the possessive puts after it (baker's),
    /// and without other apostrophes (aujourd'hui, rock'n'roll).
    /// </summary>
    private static int Bare(ReadOnlySpan<char> token, Span<char> word)
    {
        var apostrophe = token.IndexOf('\'');
        if (apostrophe > 0 && token[..apostrophe] is "l" or "d" or "j" or "m" or "t" or "s" or "n" or "c" or "qu" or "jusqu" or "lorsqu" or "puisqu")
        {
            token = token[(apostrophe + 1)..];
        }
        if (token.EndsWith("'s"))
        {
            token = token[..^2];
        }
        var length = 0;
        foreach (var c in token)
        {
            if (c != '\'' && length < word.Length)
            {
                word[length++] = c;
            }
        }
        return length;
    }

    private static Term Plainly(string text, TermKind kind, int position) => new(text, text, position, kind);

    private static string Text(ReadOnlySpan<char> token) => token[..Math.Min(token.Length, MaxTermLength)].ToString().Replace(',', '.');
}
