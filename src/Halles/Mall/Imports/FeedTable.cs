using System.Xml;
using System.Xml.Linq;
using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>
/// The items of an RSS or Atom feed as rows: the elements are columns by their local names; repeated ones are joined by commas.
/// Where an item has an element of the feed and one of Google of the same name, the latter counts.
/// </summary>
internal static class FeedTable
{
    private static readonly XNamespace Google = "http://base.google.com/ns/1.0";
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, MaxCharactersInDocument = SourceFile.MostMegabytes * 1_000_000L };

    /// <summary>The items in order.</summary>
    /// <exception cref="XmlException">The feed is no XML, or ends in the middle.</exception>
    /// <exception cref="InvalidDataException">An item is longer than memory should hold.</exception>
    public static IEnumerable<TableRow> Rows(Stream file)
    {
        var guarded = new RowStream(file, SourceFile.LongestRow);
        using var xml = XmlReader.Create(guarded, Safe);
        for (var number = 2; Next(xml, number) is { } row; number++)
        {
            yield return row;
            guarded.Next();
        }
    }

    private static TableRow? Next(XmlReader xml, int number)
    {
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "item" or "entry" })
            {
                var cells = ((XElement)XNode.ReadFrom(xml)).Elements().GroupBy(e => e.Name.LocalName)
                    .Select(g => (g.Key, Text: Joined([.. g]))).ToList();
                return new TableRow(number, new TableColumns(cells.ConvertAll(c => c.Key)), cells.ConvertAll(c => c.Text));
            }

            xml.Read();
        }

        return null;
    }

    private static string Joined(List<XElement> elements)
    {
        var ofGoogle = elements.Exists(e => e.Name.Namespace == Google);
        return string.Join(',', elements.Where(e => !ofGoogle || e.Name.Namespace == Google).Select(e => e.Value.Trim()));
    }
}
