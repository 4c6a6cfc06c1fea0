using Halles.Kernel;

namespace Halles.Mall.Shops;

/// <summary>How the use cases on shops are refused.</summary>
public static class ShopProblems
{
    public static readonly Problem None = new("no-such-shop", 404, "There is no such shop.");
    public static readonly Problem ManyApplications = new("many-applications", 409, "{0} of your applications wait already. Ask again when the market’s office has answered one.");
    public static readonly Problem NoSuchStep = new("no-such-shop-step", 409, "The shop is not where this step begins. Look at its present state.");
    public static readonly Problem NotYours = new("shop-step-not-yours", 403, "Only the mall can take this step.");
    public static readonly Problem ReasonMissing = new("shop-reason-missing", 422, "Say why: the shop is shown these words.") { Field = "reason" };
    public static readonly Problem NotReady = new("shop-not-ready", 422, "The shop cannot open yet.");
    public static readonly Problem NoIdentity = new("shop-without-identity", 422, "Say who the firm is: its name, its number and its seat.") { Field = "legal.name" };
    public static readonly Problem NoPolicies = new("shop-without-policies", 422, "Say how goods can be brought or sent back.");
    public static readonly Problem NoSecondFactor = new("shop-without-second-factor", 422, "Add a passkey or a six-digit code to an owner’s account.");
    public static readonly Problem NoMediator = new("shop-without-mediator", 422, "Name the consumer mediator of your shop.") { Field = "legal.mediator" };
    public static readonly Problem HolidayBackwards = new("holiday-backwards", 422, "The last day is before the first.") { Field = "to" };
    public static readonly Problem HolidayLong = new("holiday-long", 422, "A holiday lasts at most a year. Pause the shop instead.") { Field = "to" };
    public static readonly Problem PictureRemoved = new("picture-removed", 409, "The market’s office has removed this photo. You find why, and how to object, among its decisions.");
    public static readonly Problem NoSuchPicture = new("no-such-picture", 422, "This picture is not kept here. Choose it again.");
}
