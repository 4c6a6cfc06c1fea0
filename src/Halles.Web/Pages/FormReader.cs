using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Stores;

namespace Halles.Web.Pages;

/// <summary>
/// Reads a posted form: raw values in, typed values and a problem per field out. What was typed stays, so that a page
/// can show an invalid form again with everything still there.
/// </summary>
public sealed class FormReader
{
    internal static readonly Problem NotWhole = new("not-whole", 422, "Enter a whole number.");
    internal static readonly Problem NotMoney = new("not-money", 422, "Enter an amount such as 4.80.");

    private readonly IFormCollection _form;
    private readonly List<Problem> _problems = [];

    public FormReader(IFormCollection form) => _form = form;

    /// <summary>What is wrong, each on its field.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>True while nothing is wrong.</summary>
    public bool Ok => _problems.Count == 0;

    /// <summary>What is wrong with the fields, or else what the use case said.</summary>
    public IReadOnlyList<Problem> ProblemsOr(Problem? said) => !Ok ? Problems : said!.Single;

    /// <summary>Files that were sent along.</summary>
    public IFormFileCollection Files => _form.Files;

    /// <summary>Reads the form of a request.</summary>
    public static async Task<FormReader> Read(HttpContext context) =>
        new(context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty);

    /// <summary>A day as date fields and addresses write it; null for what is none, or so near the ends of the calendar that one could not count on from it.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 9999 ? day : null;

    /// <summary>What was typed, as it came; empty when the field was not sent.</summary>
    public string Raw(string field) => _form[field].ToString();

    /// <summary>All values of a field that may come several times.</summary>
    public IReadOnlyList<string> All(string field) => [.. _form[field].Where(v => v is not null)!];

    /// <summary>True when the field was sent.</summary>
    public bool Has(string field) => _form.ContainsKey(field);

    /// <summary>True for a checked box.</summary>
    public bool Checked(string field) => Raw(field) is "on" or "true" or "1" or "yes";

    /// <summary>Adds a problem of a field.</summary>
    public void Add(string field, Problem problem) => _problems.Add(problem.On(field));

    /// <summary>Adds what a use case said; its parts keep their fields.</summary>
    public void Add(Problem problem) => _problems.AddRange(problem.Single);

    /// <summary>A text without spaces at its ends; line ends become line feeds.</summary>
    public string Text(string field, int max, bool required = true)
    {
        var text = Raw(field).ReplaceLineEndings("\n").Trim();
        if (!TextRules.CanBeKept(text))
        {
            Add(field, FieldProblems.NotText);
        }
        else if (text.Length == 0 && required)
        {
            Add(field, FieldProblems.Missing);
        }
        else if (text.Length > max)
        {
            Add(field, FieldProblems.TooLong.With(max));
        }

        return text;
    }

    /// <summary>A text that may be missing: null then.</summary>
    public string? TextOrNull(string field, int max) => Text(field, max, required: false) is { Length: > 0 } text ? text : null;

    /// <summary>A text in each language, from the fields <c>{field}.{language}</c>, as they came.</summary>
    public LocalText Texts(string field, IEnumerable<string> languages)
    {
        var texts = new LocalText();
        foreach (var language in languages)
        {
            texts[language] = Raw($"{field}.{language}");
        }

        return texts;
    }

    /// <summary>A point from the fields <c>latitude</c> and <c>longitude</c>; null with no problem when they are empty, or both 0 as where nothing was ever set.</summary>
    public GeoPoint? Point()
    {
        if (Raw("latitude").Trim().Length + Raw("longitude").Trim().Length == 0)
        {
            return null;
        }

        var point = new GeoPoint(Degrees("latitude", 90), Degrees("longitude", 180));
        return point == default ? null : point;
    }

    // Degrees on the globe, typed with a comma or a point; 0 when they are wrong. At most 90 for latitudes, 180 for longitudes.
    private double Degrees(string field, double most)
    {
        var raw = Raw(field).Trim().Replace(',', '.');
        if (double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && Math.Abs(degrees) <= most && TextRules.CanBeKept(raw))
        {
            return degrees;
        }

        Add(field, StoreProblems.Point);
        return 0;
    }

    /// <summary>A whole number within limits; the lower limit when it is wrong.</summary>
    public long Whole(string field, long from, long to, long? otherwise = null)
    {
        var raw = Raw(field).Trim();
        if (raw.Length == 0 && otherwise is { } value)
        {
            return value;
        }

        if (!long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || !TextRules.CanBeKept(raw)) // .NET passes over U+0000 after a number
        {
            Add(field, raw.Length == 0 ? FieldProblems.Missing : NotWhole);
            return from;
        }

        if (number < from || number > to)
        {
            Add(field, FieldProblems.OutOfRange.With(from, to));
            return from;
        }

        return number;
    }

    /// <summary>An amount in minor units, typed with a comma or a point; null when missing or wrong.</summary>
    public long? Amount(string field, Currency currency, bool required = true)
    {
        var raw = Raw(field).Trim();
        if (raw.Length == 0)
        {
            if (required)
            {
                Add(field, FieldProblems.Missing);
            }

            return null;
        }

        if (Money.TryParse(raw.Replace(',', '.'), currency, out var money) && money.Minor >= 0)
        {
            return money.Minor;
        }

        Add(field, NotMoney);
        return null;
    }

    /// <summary>One of the words of an enumeration, in any case.</summary>
    public T Word<T>(string field, T otherwise)
        where T : struct, Enum
    {
        if (Enum.TryParse<T>(Raw(field).Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var word) && Enum.IsDefined(word))
        {
            return word;
        }

        Add(field, FieldProblems.NotOffered);
        return otherwise;
    }

    /// <summary>An id; empty with a problem when it is none.</summary>
    public Guid Id(string field)
    {
        if (Guid.TryParse(Raw(field), out var id))
        {
            return id;
        }

        Add(field, FieldProblems.NotOffered);
        return Guid.Empty;
    }
}
