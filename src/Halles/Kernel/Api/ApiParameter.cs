namespace Halles.Kernel.Api;

/// <summary>Where a parameter of an operation stands.</summary>
public enum ParameterPlace
{
    Query,
    Path,
    Header,
}

/// <summary>What a parameter holds.</summary>
public enum ParameterKind
{
    Text,
    Number,
    YesNo,
    Instant,
    Id,
}

/// <summary>
/// A parameter of an operation of the API, declared once: <see cref="Asked"/> reads it by these words and the OpenAPI
/// document describes it by them.
/// </summary>
/// <param name="Name">As it is written in the address.</param>
/// <param name="About">What it does, for developers.</param>
public sealed record ApiParameter(string Name, string About)
{
    public ParameterPlace Place { get; init; }

    public ParameterKind Kind { get; init; }

    /// <summary>The least number.</summary>
    public long Least { get; init; }

    /// <summary>The greatest number, or the most characters of a text.</summary>
    public long Most { get; init; } = 200;

    /// <summary>The only words that are taken; empty for any text.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public bool Required { get; init; }

    /// <summary>A whole number within bounds.</summary>
    public static ApiParameter Number(string name, string about, long least, long most) => new(name, about) { Kind = ParameterKind.Number, Least = least, Most = most };

    /// <summary>One of the words of an enumeration.</summary>
    public static ApiParameter Word<T>(string name, string about)
        where T : struct, Enum => new(name, about) { Words = [.. Enum.GetValues<T>().Select(Wire.Word)] };

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static ApiParameter YesNo(string name, string about) => new(name, about) { Kind = ParameterKind.YesNo };

    /// <summary>A part of the address itself.</summary>
    public static ApiParameter Path(string name, string about, ParameterKind kind = ParameterKind.Text) => new(name, about) { Place = ParameterPlace.Path, Kind = kind, Required = true };

    /// <summary>The language of the texts.</summary>
    public static readonly ApiParameter Language = new("lang", "Language of the texts, such as `fr`; one that the mall does not speak gives the mall's own.") { Most = 35 };

    /// <summary>Where a list goes on.</summary>
    public static readonly ApiParameter Cursor = new("cursor", "The `next` of the page before; leave it out for the first page.");

    /// <summary>How many items a page of a list has.</summary>
    public static readonly ApiParameter Limit = Number("limit", "How many items at most; 50 when left out.", 1, 200);

    /// <summary>The key of a purchase, for guests.</summary>
    public static readonly ApiParameter PurchaseKey = new("key", "The `key` of the purchase; not needed with the API key of the person who placed it.");

    /// <summary>The idempotency key of a write that done twice is something else than done once.</summary>
    public static readonly ApiParameter IdempotencyKey = new("Idempotency-Key", "A random word of your own, such as a UUID. Sent again with the same body it gives the same answer; with another body it is refused.")
    {
        Place = ParameterPlace.Header,
        Most = Storage.IdempotencyKey.MostLength,
        Required = true,
    };

    /// <summary>The idempotency key of a write that may be sent again without one.</summary>
    public static readonly ApiParameter OwnIdempotencyKey = IdempotencyKey with { Required = false };
}
