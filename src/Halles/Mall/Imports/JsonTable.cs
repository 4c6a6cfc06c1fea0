using System.Text.Json;
using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>An array of JSON objects as rows: the members are columns, lists are joined by commas.</summary>
internal static class JsonTable
{
    /// <summary>The objects in order; what is no object is a row with a problem.</summary>
    /// <exception cref="JsonException">The file is no JSON, or ends in the middle.</exception>
    /// <exception cref="InvalidDataException">An object is longer than memory should hold.</exception>
    public static IEnumerable<TableRow> Rows(Stream file)
    {
        var guarded = new RowStream(file, SourceFile.LongestRow);
        foreach (var (i, element) in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(guarded).ToBlockingEnumerable().Index())
        {
            guarded.Next();
            yield return Row(i + 2, element);
        }
    }

    private static TableRow Row(int number, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new TableRow(number, new TableColumns([]), [], ImportProblems.Broken);
        }

        var members = element.EnumerateObject().ToList();
        return new TableRow(number, new TableColumns(members.ConvertAll(m => m.Name)), members.ConvertAll(m => Text(m.Value)));
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
