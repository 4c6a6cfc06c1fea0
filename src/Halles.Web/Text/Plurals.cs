namespace Halles.Web.Text;

/// <summary>Which plural form a whole number takes (Unicode CLDR 46, cardinal rules), as the index into msgstr[n].</summary>
public static class Plurals
{
    /// <summary>The index of the form; a language that is not listed has one for 1 and one for the rest.</summary>
    /// <param name="language">The language without script and region.</param>
    /// <param name="number">Not negative.</param>
    public static int Form(string language, long number) => language switch
    {
        "fr" => number is 0 or 1 ? 0 : 1,
        "es" => number == 1 ? 0 : number != 0 && number % 1_000_000 == 0 ? 1 : 2,
        "zh" => 0,
        "ar" => number switch
        {
            0 => 0,
            1 => 1,
            2 => 2,
            _ => (number % 100) switch { >= 3 and <= 10 => 3, >= 11 => 4, _ => 5 },
        },
        _ => number == 1 ? 0 : 1,
    };

    /// <summary>How many forms a language has.</summary>
    public static int Forms(string language) => language switch { "zh" => 1, "es" => 3, "ar" => 6, _ => 2 };
}
