using System.Globalization;
using Halles.Kernel;

namespace Halles.Mall.Tax;

/// <summary>
/// VAT rates that a new mall starts with; operators may add to them. Facts from ibericode/vat-rates and
/// kdeldycke/vat-rates (see NOTICE); France's categories and overseas rates after CGI art. 278-0 bis to 281 nonies and 296.
/// </summary>
internal static class KnownRates
{
    /// <summary>
    /// Country, postcode prefix or -, first day, then category and percent. Of several reduced rates of another country the
    /// highest stands as <c>reduced</c>, so that what is not told apart there is not taxed too low.
    /// </summary>
    private const string Table =
        """
        FR - 2014-01-01 standard 20 reduced 10 food 5.5 books 5.5 plants 10 intermediate 10 press 2.1
        FR 971 2014-01-01 standard 8.5 reduced 2.1 food 2.1 books 2.1 plants 2.1 intermediate 2.1 press 1.05
        FR 972 2014-01-01 standard 8.5 reduced 2.1 food 2.1 books 2.1 plants 2.1 intermediate 2.1 press 1.05
        FR 974 2014-01-01 standard 8.5 reduced 2.1 food 2.1 books 2.1 plants 2.1 intermediate 2.1 press 1.05
        FR 973 2014-01-01 standard 0
        FR 975 2014-01-01 standard 0
        FR 976 2014-01-01 standard 0
        FR 977 2014-01-01 standard 0
        FR 978 2014-01-01 standard 0
        FR 986 2014-01-01 standard 0
        FR 987 2014-01-01 standard 0
        FR 988 2014-01-01 standard 0
        MC - 2014-01-01 standard 20 reduced 10 food 5.5 books 5.5 plants 10 intermediate 10 press 2.1
        AT - 2016-01-01 standard 20 reduced 13
        AT 6691 2016-01-01 standard 19
        AT 6991 2016-01-01 standard 19
        AT 6992 2016-01-01 standard 19
        AT 6993 2016-01-01 standard 19
        BE - 2000-01-01 standard 21 reduced 12
        BG - 2011-04-01 standard 20 reduced 9
        CY - 2014-01-13 standard 19 reduced 9
        CZ - 2015-01-01 standard 21 reduced 15
        CZ - 2024-01-01 standard 21 reduced 12
        DE - 2021-01-01 standard 19 reduced 7
        DE 78266 2021-01-01 standard 0
        DE 27498 2021-01-01 standard 0
        DK - 1992-01-01 standard 25
        EE - 2024-01-01 standard 22 reduced 9
        EE - 2025-01-01 standard 22 reduced 13
        EE - 2025-07-01 standard 24 reduced 13
        ES - 2012-09-01 standard 21 reduced 10
        ES 35 2012-09-01 standard 0
        ES 38 2012-09-01 standard 0
        ES 51 2012-09-01 standard 0
        ES 52 2012-09-01 standard 0
        FI - 2013-01-01 standard 24 reduced 14
        FI - 2024-09-01 standard 25.5 reduced 14
        FI 22 2013-01-01 standard 0
        GB - 2011-01-04 standard 20 reduced 5
        GR - 2016-06-01 standard 24 reduced 13
        GR 63086 2016-06-01 standard 0
        HR - 2014-01-01 standard 25 reduced 13
        HU - 2012-01-01 standard 27 reduced 18
        IE - 2021-03-01 standard 23 reduced 13.5
        IT - 2013-10-01 standard 22 reduced 10
        IT 22061 2013-10-01 standard 0
        IT 23041 2013-10-01 standard 0
        LT - 2009-09-01 standard 21 reduced 9
        LU - 2023-01-01 standard 16 reduced 7
        LU - 2024-01-01 standard 17 reduced 8
        LV - 2018-01-01 standard 21 reduced 12
        MT - 2011-01-01 standard 18 reduced 7
        NL - 2019-01-01 standard 21 reduced 9
        PL - 2011-01-01 standard 23 reduced 8
        PT - 2011-01-01 standard 23 reduced 13
        PT 90 2011-01-01 standard 22
        PT 91 2011-01-01 standard 22
        PT 92 2011-01-01 standard 22
        PT 93 2011-01-01 standard 22
        PT 94 2011-01-01 standard 22
        PT 95 2011-01-01 standard 18
        PT 96 2011-01-01 standard 18
        PT 97 2011-01-01 standard 18
        PT 98 2011-01-01 standard 18
        PT 99 2011-01-01 standard 18
        RO - 2017-01-01 standard 19 reduced 9
        RO - 2025-08-01 standard 21 reduced 11
        SE - 1996-01-01 standard 25 reduced 12
        SI - 2013-07-01 standard 22 reduced 9.5
        SK - 2011-01-01 standard 20 reduced 10
        SK - 2025-01-01 standard 23 reduced 19
        """;

    /// <summary>The rows; a line of the same place ends the one before it on the eve.</summary>
    public static IEnumerable<TaxRate> All()
    {
        var lines = Table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim().Split(' ')).ToList();
        foreach (var (i, line) in lines.Index())
        {
            var next = i + 1 < lines.Count && lines[i + 1][0] == line[0] && lines[i + 1][1] == line[1] ? (DateOnly?)Day(lines[i + 1][2]).AddDays(-1) : null;
            for (var c = 3; c < line.Length; c += 2)
            {
                yield return new TaxRate
                {
                    Country = line[0],
                    Postcodes = line[1] == "-" ? "" : line[1],
                    Category = line[c],
                    BasisPoints = Percentage.Parse(line[c + 1]).BasisPoints,
                    From = Day(line[2]),
                    Until = next,
                };
            }
        }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
