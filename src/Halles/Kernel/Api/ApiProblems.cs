namespace Halles.Kernel.Api;

/// <summary>How a request of the API can be wrong before anybody looks at what it asks.</summary>
public static class ApiProblems
{
    public static readonly Problem NotFound = new("not-found", 404, "There is nothing here.");
    public static readonly Problem NotJson = new("unsupported-media-type", 415, "Send the body as application/json.");

    /// <summary>Args: what the parser says.</summary>
    public static readonly Problem Malformed = new("body-malformed", 400, "The body is not JSON: {0}");

    public static readonly Problem MemberUnknown = new("member-unknown", 422, "There is no member of this name here.");
    public static readonly Problem MemberMissing = new("member-missing", 422, "This member is needed.");

    /// <summary>Args: what is expected.</summary>
    public static readonly Problem MemberWrong = new("member-wrong", 422, "This must be {0}.");

    /// <summary>A member that is none of the words of an enumeration.</summary>
    public static Problem NoWord<T>(string member)
        where T : struct, Enum => NoWord(member, Enum.GetValues<T>());

    /// <summary>The same where only some of its words will do.</summary>
    public static Problem NoWord<T>(string member, IEnumerable<T> words)
        where T : struct, Enum => MemberWrong.With("one of " + string.Join(", ", words.Select(Wire.Word))).On(member);

    /// <summary>Args: the mall's currency.</summary>
    public static readonly Problem OtherCurrency = new("other-currency", 422, "This mall sells in {0}.");

    /// <summary>U+0000 or half a surrogate pair, which nothing can keep.</summary>
    public static readonly Problem TextUnfit = new("text-unfit", 422, "This text holds a character that cannot be kept.");

    public static readonly Problem ParameterUnknown = new("parameter-unknown", 422, "There is no parameter of this name here.");
    public static readonly Problem ParameterMissing = new("parameter-missing", 422, "This parameter is needed.");

    /// <summary>Args: what is expected.</summary>
    public static readonly Problem ParameterWrong = new("parameter-wrong", 422, "This must be {0}.");

    public static readonly Problem CursorWrong = new("cursor-wrong", 422, "This is no cursor of this list. Begin again without one.") { Field = "cursor" };
    public static readonly Problem KeyMissing = new("idempotency-key-missing", 422, "Send an Idempotency-Key, so that a retry never does it twice.") { Field = "Idempotency-Key" };
    public static readonly Problem KeyWrong = new("idempotency-key-wrong", 422, "An Idempotency-Key has 1 to {0} printable ASCII characters.") { Field = "Idempotency-Key" };

    /// <summary>The caller's If-Match names another state than the present one.</summary>
    public static readonly Problem NotMatching = new("if-match-failed", 412, "It has changed since you read it. Look at the present state and try again.");
}
