using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Halles.Web.Tests.Text;

/// <summary>A text that the code asks for: in its context, with its plural where it has one.</summary>
internal sealed record TextCall(string Place, string? Context, string Text, string? Plural);

/// <summary>Finds the texts that source code asks for: <c>T("…")</c>, <c>N(n, "…", "…")</c>, <c>words.Get/Of/Count(…)</c>.</summary>
internal static partial class TextCalls
{
    /// <summary>All calls in a file; a text chosen by <c>? :</c> or a switch counts with each of its values.</summary>
    public static IEnumerable<TextCall> In(string path, string source)
    {
        foreach (Match call in Call().Matches(source))
        {
            var arguments = Arguments(source, call.Index + call.Length);
            var place = $"{path}:{source.AsSpan(0, call.Index).Count('\n') + 1}";
            foreach (var found in Read(call.Groups["name"].Value, place, arguments))
            {
                yield return found;
            }
        }
    }

    /// <summary>Every string literal of a source file, as the program has it.</summary>
    public static IEnumerable<string> Literals(string source) => Literal().Matches(source).Select(m => Unescape(m.Value));

    private static IEnumerable<TextCall> Read(string name, string place, List<string> arguments)
    {
        var literals = arguments.ConvertAll(Values);
        switch (name)
        {
            case "T" or "Get" when arguments.Count > 0:
                return literals[0].Select(t => new TextCall(place, null, t, null));
            case "N" or "Count" when arguments.Count > 2:
                return literals[1].Zip(literals[2], (one, many) => new TextCall(place, null, one, many));
            case "Of" when arguments.Count > 1 && literals[0] is [var context]:
                return literals[1].Select(t => new TextCall(place, context, t, null));
            default:
                return [];
        }
    }

    /// <summary>The arguments of a call whose bracket has just opened.</summary>
    private static List<string> Arguments(string source, int from)
    {
        var (list, depth, start) = (new List<string>(), 0, from);
        for (var i = from; i < source.Length; i++)
        {
            if (source[i] == '"')
            {
                i = Literal().Match(source, i) is { Success: true } literal ? literal.Index + literal.Length - 1 : source.Length;
            }
            else if (source[i] is '(' or '[' or '{')
            {
                depth++;
            }
            else if (source[i] is ')' or ']' or '}' && --depth < 0)
            {
                list.Add(source[start..i]);
                break;
            }
            else if (source[i] == ',' && depth == 0)
            {
                list.Add(source[start..i]);
                start = i + 1;
            }
        }

        return list;
    }

    // The literals that are a value of the argument, not compared with something on the way; pieces joined by + are one.
    private static List<string> Values(string argument)
    {
        var values = new List<string>();
        var end = -1;
        foreach (Match literal in Literal().Matches(argument))
        {
            var before = argument[..literal.Index].TrimEnd();
            if (end >= 0 && argument[end..literal.Index].Trim() == "+")
            {
                values[^1] += Unescape(literal.Value);
            }
            else if (before.Length == 0 || before[^1] is '?' or ':' || before.EndsWith("=>", StringComparison.Ordinal) || before.Trim('(', ' ').Length == 0)
            {
                values.Add(Unescape(literal.Value));
            }

            end = literal.Index + literal.Length;
        }

        return values;
    }

    private static string Unescape(string literal)
    {
        var text = new StringBuilder();
        for (var i = 1; i < literal.Length - 1; i++)
        {
            if (literal[i] != '\\')
            {
                text.Append(literal[i]);
            }
            else if (literal[++i] is 'u')
            {
                text.Append((char)int.Parse(literal.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(literal[i] switch { 'n' => '\n', 't' => '\t', var c => c });
            }
        }

        return text.ToString();
    }

    [GeneratedRegex("""(?<![\w."])(?<name>T|N)\(|[Ww]ords\.(?<name>Get|Of|Count)\(|\bIn\([^()]*\)\.(?<name>Get|Of|Count)\(""")]
    private static partial Regex Call();

    [GeneratedRegex("""
        "(?:[^"\\\n]|\\.)*"
        """)]
    private static partial Regex Literal();
}
