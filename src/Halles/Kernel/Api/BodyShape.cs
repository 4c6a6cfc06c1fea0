using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Halles.Kernel.Api;

/// <summary>
/// Compares JSON with the record that it is to become, and names every member that is unknown, missing or of the wrong
/// type: a parser would stop at the first, and not say which.
/// </summary>
internal static class BodyShape
{
    /// <summary>A body with more that is wrong is not worth listing.</summary>
    private const int Most = 50;

    /// <summary>The record of a document, or all that is wrong with it.</summary>
    public static Result<T> Read<T>(JsonElement document)
    {
        var wrong = new List<Problem>();
        Compare(document, Wire.Json.GetTypeInfo(typeof(T)), "", wrong);
        return wrong.Count > 0 ? Problem.Of(wrong) : document.Deserialize<T>(Wire.Json)!;
    }

    private static void Compare(JsonElement json, JsonTypeInfo type, string path, List<Problem> wrong)
    {
        if (wrong.Count >= Most)
        {
            return;
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when json.ValueKind is JsonValueKind.Object:
                Members(json, type, path, wrong);
                break;
            case JsonTypeInfoKind.Enumerable when json.ValueKind is JsonValueKind.Array:
                var element = Wire.Json.GetTypeInfo(type.ElementType!);
                foreach (var (index, item) in json.EnumerateArray().Index())
                {
                    Compare(item, element, $"{path}[{index}]", wrong);
                }

                break;
            case JsonTypeInfoKind.Dictionary when json.ValueKind is JsonValueKind.Object:
                Entries(json, Wire.Json.GetTypeInfo(type.ElementType!), path, wrong);
                break;
            case JsonTypeInfoKind.Object or JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary:
                wrong.Add(ApiProblems.MemberWrong.With(type.Kind is JsonTypeInfoKind.Enumerable ? "a list" : "an object").On(path));
                break;
            default:
                Leaf(json, type, path, wrong);
                break;
        }
    }

    private static void Members(JsonElement json, JsonTypeInfo type, string path, List<Problem> wrong)
    {
        var known = type.Properties.ToDictionary(p => p.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var at = path.Length == 0 ? Shown(member.Name) : $"{path}.{Shown(member.Name)}";
            seen.Add(member.Name);
            if (!known.TryGetValue(member.Name, out var property))
            {
                wrong.Add(ApiProblems.MemberUnknown.On(at));
            }
            else if (member.Value.ValueKind is not JsonValueKind.Null)
            {
                Compare(member.Value, Wire.Json.GetTypeInfo(property.PropertyType), at, wrong);
            }
            else if (!property.IsSetNullable)
            {
                wrong.Add(ApiProblems.MemberMissing.On(at));
            }
        }

        wrong.AddRange(type.Properties.Where(p => p.IsRequired && !seen.Contains(p.Name)).Select(p => ApiProblems.MemberMissing.On(path.Length == 0 ? p.Name : $"{path}.{p.Name}")));
    }

    private static void Entries(JsonElement json, JsonTypeInfo element, string path, List<Problem> wrong)
    {
        foreach (var entry in json.EnumerateObject())
        {
            if (!TextRules.CanBeKept(entry.Name))
            {
                wrong.Add(ApiProblems.TextUnfit.On(path));
                return;
            }

            Compare(entry.Value, element, $"{path}.{Shown(entry.Name)}", wrong);
        }
    }

    private static void Leaf(JsonElement json, JsonTypeInfo type, string path, List<Problem> wrong)
    {
        if (json.ValueKind is JsonValueKind.Null)
        {
            wrong.Add(ApiProblems.MemberWrong.With(Expected(type.Type)).On(path)); // a member that may be missing does not come here
            return;
        }

        try
        {
            if (json.Deserialize(type) is string text && !TextRules.CanBeKept(text))
            {
                wrong.Add(ApiProblems.TextUnfit.On(path));
            }
        }
        catch (JsonException)
        {
            // Half a surrogate pair cannot be read at all.
            wrong.Add((type.Type == typeof(string) && json.ValueKind is JsonValueKind.String ? ApiProblems.TextUnfit : ApiProblems.MemberWrong.With(Expected(type.Type))).On(path));
        }
    }

    private static string Shown(string name) => name.Length > 60 ? name[..60] : name;

    private static string Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => "a text",
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(Guid) => "an id, a UUID",
        var t when t == typeof(DateTimeOffset) => "an instant like 2026-03-03T09:00:00Z",
        _ => "a whole number",
    };
}
