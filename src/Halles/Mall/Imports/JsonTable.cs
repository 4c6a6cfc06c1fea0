using System.Text.Json;
using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>An array of JSON objects as rows: the members are columns, lists are joined by commas.</summary>
internal static class JsonTable
{
    /// <summary>The objects in order; what is no object is a row with a problem. The rest of a broken file is one too.</summary>
    public static IEnumerable<TableRow> Rows(Stream file)
    {
        var objects = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(file).ToBlockingEnumerable().GetEnumerator();
        for (var number = 2; ; number++)
        {
            TableRow row;
            try
            {
                if (!objects.MoveNext())
                {
                    yield break;
                }

                row = Row(number, objects.Current);
            }
            catch (JsonException)
            {
                row = new TableRow(number, new TableColumns([]), [], ImportProblems.Broken);
            }

            yield return row;
            if (row.Problem == ImportProblems.Broken)
            {
                yield break;
            }
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
