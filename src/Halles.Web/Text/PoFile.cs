using System.Text;

namespace Halles.Web.Text;

/// <summary>One entry of a gettext catalogue: the English text with its context, and its translations by plural form.</summary>
/// <param name="Key">Context, EOT and the English singular, or the singular alone.</param>
public sealed record PoEntry(string Key, string? Plural, IReadOnlyList<string> Translations);

/// <summary>Reads gettext <c>.po</c> files: msgctxt, msgid, msgid_plural, msgstr and msgstr[n], with their continued lines.</summary>
public static class PoFile
{
    /// <summary>The character that gettext puts between a context and a text.</summary>
    public const char ContextEnd = '\u0004';

    /// <summary>The entries of a file, without its header.</summary>
    /// <exception cref="FormatException">A line is not gettext; the message tells which.</exception>
    public static List<PoEntry> Read(TextReader reader, string name)
    {
        var entries = new List<PoEntry>();
        var fields = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        StringBuilder? current = null;
        var number = 0;
        while (reader.ReadLine() is { } raw)
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '"')
            {
                (current ?? throw new FormatException($"{name}:{number}: a text without its keyword")).Append(Unquote(line, name, number));
                continue;
            }

            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var word = space > 0 ? line[..space] : throw new FormatException($"{name}:{number}: neither keyword nor text");
            if (word is "msgctxt" || (word is "msgid" && (fields.ContainsKey("msgid") || !fields.ContainsKey("msgctxt"))))
            {
                Flush(fields, entries);
            }

            fields[word] = current = new StringBuilder(Unquote(line[space..].Trim(), name, number));
        }

        Flush(fields, entries);
        return entries;
    }

    private static void Flush(Dictionary<string, StringBuilder> fields, List<PoEntry> entries)
    {
        if (fields.TryGetValue("msgid", out var id) && id.Length > 0)
        {
            var key = fields.TryGetValue("msgctxt", out var context) ? $"{context}{ContextEnd}{id}" : id.ToString();
            var forms = fields.Where(f => f.Key.StartsWith("msgstr", StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value.ToString());
            entries.Add(new PoEntry(key, fields.GetValueOrDefault("msgid_plural")?.ToString(), [.. forms]));
        }

        fields.Clear();
    }

    private static string Unquote(string text, string name, int line)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"')
        {
            throw new FormatException($"{name}:{line}: a text stands between quotation marks");
        }

        var result = new StringBuilder(text.Length);
        for (var i = 1; i < text.Length - 1; i++)
        {
            result.Append(text[i] != '\\' ? text[i] : text[++i] switch { 'n' => '\n', 't' => '\t', var c => c });
        }

        return result.ToString();
    }
}
