namespace Halles.Kernel;

/// <summary>What can be wrong with any field.</summary>
public static class FieldProblems
{
    public static readonly Problem Missing = new("missing", 422, "Fill this in.");
    public static readonly Problem TooLong = new("too-long", 422, "Use at most {0} characters.");
    public static readonly Problem NotText = new("not-text", 422, "This holds a character that cannot be kept. Remove it and try again.");
    public static readonly Problem OutOfRange = new("out-of-range", 422, "Enter a number from {0} to {1}.");
    public static readonly Problem NotOffered = new("not-offered", 422, "Choose one of what is offered.");
}

/// <summary>Goes through the fields of what was sent, tidies them, and collects a problem for each that will not do.</summary>
public sealed class FieldChecks
{
    /// <summary>The longest that any text is kept.</summary>
    public const int MostText = 10_000;

    private readonly List<Problem> _problems = [];

    /// <summary>All that is wrong, as one problem with parts; null when nothing is.</summary>
    public Problem? Problem => _problems.Count == 0 ? null : Kernel.Problem.Of(_problems);

    /// <summary>Adds a problem of a field; none when it is null.</summary>
    public void Add(string field, Problem? problem)
    {
        if (problem is not null)
        {
            _problems.Add(problem.On(field));
        }
    }

    /// <summary>A text that must be there, without spaces at its ends.</summary>
    public string Text(string field, string? text, int most = MostText)
    {
        var tidy = Tidy(field, text, most);
        Add(field, tidy.Length == 0 ? FieldProblems.Missing : null);
        return tidy;
    }

    /// <summary>A text that may be missing: null then.</summary>
    public string? TextOrNull(string field, string? text, int most = MostText) => Tidy(field, text, most) is { Length: > 0 } tidy ? tidy : null;

    /// <summary>A text in several languages; the fields are <c>name.fr</c> and so on, and those left empty are left out.</summary>
    /// <param name="own">The language in which it must be there; null when it may be missing in all.</param>
    public LocalText Texts(string field, LocalText texts, int most = MostText, string? own = null)
    {
        var tidy = new LocalText();
        foreach (var (language, text) in texts)
        {
            Add($"{field}.{language}", Language.TryParse(language, out _) ? null : FieldProblems.NotOffered);
            if (TextOrNull($"{field}.{language}", text, most) is { } kept)
            {
                tidy[language] = kept;
            }
        }

        if (own is not null && !tidy.ContainsKey(own) && string.IsNullOrWhiteSpace(texts.GetValueOrDefault(own)))
        {
            Add($"{field}.{own}", FieldProblems.Missing);
        }

        return tidy;
    }

    /// <summary>A number within limits, both included.</summary>
    public long Number(string field, long number, long least, long most)
    {
        Add(field, number < least || number > most ? FieldProblems.OutOfRange.With(least, most) : null);
        return number;
    }

    /// <summary>One of what is offered.</summary>
    public T OneOf<T>(string field, T value, IEnumerable<T> offered)
    {
        Add(field, offered.Contains(value) ? null : FieldProblems.NotOffered);
        return value;
    }

    private string Tidy(string field, string? text, int most)
    {
        var tidy = (text ?? "").ReplaceLineEndings("\n").Trim();
        if (!TextRules.CanBeKept(tidy))
        {
            Add(field, FieldProblems.NotText);
            return "?"; // not missing as well
        }

        Add(field, tidy.Length > most ? FieldProblems.TooLong.With(most) : null);
        return tidy;
    }
}
