using System.Globalization;
using System.Text;
using Halles.Kernel.Storage;

namespace Halles.Bench;

/// <summary>Draws throughput over the size of the catalogue, both in powers of ten.</summary>
internal static class Picture
{
    private const double Width = 720, Height = 420, Left = 70, Right = 130, Top = 20, Bottom = 50;
    private static readonly string[] Colours = ["#1f6f54", "#b4552d", "#3b5ba5", "#8a6d1d", "#7a3e8e", "#44606b", "#a33c5e", "#2e7d8c"];

    public static void Draw(FileInfo file, IReadOnlyList<Row> rows)
    {
        var lines = rows.Where(r => Measure.Works.Contains(r.Work) && r.Work is not "projection").GroupBy(r => r.Work).Where(g => g.Count() > 1).ToList();
        if (lines.Count == 0)
        {
            throw new CannotStart("A picture over the size of the catalogue wants rows of the same work at two sizes at least.");
        }

        var (least, most) = (lines.SelectMany(l => l).Min(r => Math.Log10(r.Products)), lines.SelectMany(l => l).Max(r => Math.Log10(r.Products)));
        var (low, high) = (Math.Floor(lines.SelectMany(l => l).Min(r => Math.Log10(r.PerSecond))), Math.Ceiling(lines.SelectMany(l => l).Max(r => Math.Log10(r.PerSecond))));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\"><title>Answers a second over products in the mall</title><rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        for (var power = low; power <= high; power++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {Y(power):0.#}H{Width - Right}\" stroke=\"#ddd\"/><text x=\"{Left - 8}\" y=\"{Y(power) + 4:0.#}\" text-anchor=\"end\" fill=\"#444\">{Math.Pow(10, power):N0}</text>");
        }

        foreach (var size in lines.SelectMany(l => l).Select(r => r.Products).Distinct())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(Math.Log10(size)):0.#}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\" fill=\"#444\">{size:N0}</text>");
        }

        var ends = new List<double>();
        foreach (var (line, i) in lines.OrderByDescending(l => l.Last().PerSecond).Select((l, i) => (l.OrderBy(r => r.Products).ToList(), i)))
        {
            var colour = Colours[i % Colours.Length];
            var points = string.Join(' ', line.Select(r => string.Create(CultureInfo.InvariantCulture, $"{X(Math.Log10(r.Products)):0.#},{Y(Math.Log10(r.PerSecond)):0.#}")));
            ends.Add(Math.Max(Y(Math.Log10(line[^1].PerSecond)), ends.Count == 0 ? 0 : ends[^1] + 15)); // names do not stand on one another
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"{Width - Right + 8}\" y=\"{ends[^1] + 4:0.#}\" fill=\"{colour}\">{line[0].Work}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\" fill=\"#444\">products in the mall; answers a second upwards</text></svg>\n");
        File.WriteAllText(file.FullName, svg.ToString());

        double X(double power) => Left + ((Width - Left - Right) * (power - least) / (most - least));

        double Y(double power) => Top + ((Height - Top - Bottom) * (high - power) / (high - low));
    }
}
