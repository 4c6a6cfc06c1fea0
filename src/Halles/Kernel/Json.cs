using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Halles.Kernel;

/// <summary>How JSON is written: in columns and between our own parts.</summary>
public static class Json
{
    /// <summary>Compact, camelCase, enumerations as words, our value types as the text that they parse, nothing that is null.</summary>
    public static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower),
            new TextConverter<Country>(Country.Parse, default),
            new TextConverter<Currency>(Currency.Parse, default),
        },
    };

    private sealed class TextConverter<T>(Func<string, T> parse, T none) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { Length: > 0 } text ? parse(text) : none;

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
