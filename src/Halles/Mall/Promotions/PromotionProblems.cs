using Halles.Kernel;

namespace Halles.Mall.Promotions;

/// <summary>What can be wrong with a promotion that a shop writes, and with a code that a shopper types.</summary>
public static class PromotionProblems
{
    public static readonly Problem NoSuchPromotion = new("no-such-promotion", 404, "There is no such promotion.");
    public static readonly Problem PercentWrong = new("promotion-percent-wrong", 422, "Enter a percentage from 1 to 100.") { Field = "percent" };
    public static readonly Problem AmountWrong = new("promotion-amount-wrong", 422, "Enter an amount above zero.") { Field = "amount" };
    public static readonly Problem BundleWrong = new("promotion-bundle-wrong", 422, "Take 2 to {0} pieces, and pay at least one fewer.") { Field = "take", Args = [EditPromotion.MostTake] };
    public static readonly Problem OrderScope = new("promotion-order-scope", 422, "An amount off the order is for the whole shop. Choose the whole shop, or an amount off each piece.") { Field = "scope" };
    public static readonly Problem NoTargets = new("promotion-no-targets", 422, "Choose what it is for.") { Field = "targets" };
    public static readonly Problem TooManyTargets = new("promotion-too-many-targets", 422, "Choose at most {0}; for more, take a category or the whole shop.") { Field = "targets", Args = [EditPromotion.MostTargets] };
    public static readonly Problem CodeWrong = new("promotion-code-wrong", 422, "A code has 3 to 20 letters and digits, with dashes if you like.") { Field = "code" };
    public static readonly Problem CodeTaken = new("promotion-code-taken", 422, "Another promotion of yours that has not ended has this code. Choose another one, or end that.") { Field = "code" };
    public static readonly Problem MomentWrong = new("promotion-moment-wrong", 422, "Enter a date and a time.");
    public static readonly Problem EndsEarly = new("promotion-ends-early", 422, "The end lies before the beginning, or is over already.") { Field = "ends" };
    public static readonly Problem TooMany = new("too-many-promotions", 422, "A shop has at most {0} promotions that have not ended. End one first.") { Args = [EditPromotion.MostAtOnce] };

    /// <summary>What has begun is a promise; only its end may still be set.</summary>
    public static readonly Problem Begun = new("promotion-begun", 409, "This promotion has begun, so it cannot be changed. Stop it and make another one.");
    public static readonly Problem HasEnded = new("promotion-has-ended", 409, "This promotion has ended already.");

    public static readonly Problem CodeUnknown = new("code-unknown", 422, "No shop in your basket has this code. Check the letters, and that you have put in what it is for.") { Field = "code" };

    /// <summary>Args: the moment.</summary>
    public static readonly Problem CodeNotYet = new("code-not-yet", 422, "This code is good from {0} on. Keep it until then.") { Field = "code" };

    /// <summary>Args: the moment.</summary>
    public static readonly Problem CodeExpired = new("code-expired", 422, "This code was good until {0}. Order without it, or ask the shop for a new one.") { Field = "code" };
    public static readonly Problem CodeUsedUp = new("code-used-up", 422, "This code has been used as often as it may be. Order without it, or ask the shop for a new one.") { Field = "code" };
    public static readonly Problem CodeUsedByYou = new("code-used-by-you", 422, "You have used this code as often as one person may. Order without it.") { Field = "code" };
    public static readonly Problem CodeForOthers = new("code-for-others", 422, "This code is for other goods of the shop than those in your basket. Put in what it is for, and enough of it.") { Field = "code" };
    public static readonly Problem TooManyCodes = new("too-many-codes", 422, "A basket takes at most {0} codes. Remove one first.") { Field = "code" };

    /// <summary>Of a purchase that was being placed at the same moment as the last uses were taken.</summary>
    public static readonly Problem JustUsedUp = new("promotion-just-used-up", 409, "A promotion in your basket has just been used up. Please look at the total again.");
}
