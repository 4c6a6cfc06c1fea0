using Halles.Kernel;

namespace Halles.Mall.Stores;

/// <summary>How the use cases on stores are refused.</summary>
public static class StoreProblems
{
    public static readonly Problem None = new("no-such-store", 404, "The shop has no such store.");
    public static readonly Problem Point = new("store-point", 422, "Enter a latitude from -90 to 90 and a longitude from -180 to 180.");
    public static readonly Problem Nowhere = new("store-nowhere", 422, "This town is not in the table of towns. Type the numbers that a map shows for your door.");
    public static readonly Problem TimeZone = new("store-time-zone", 422, "This time zone is not known. Write it as Europe/Paris.");
    public static readonly Problem Last = new("store-last", 409, "A shop that sells needs a store. Add the new one first.");
    public static readonly Problem TooMany = new("store-too-many", 422, "A shop has at most {0} stores.");
    public static readonly Problem TooManyDates = new("store-too-many-dates", 422, "At most {0} dates can have other hours.");
    public static readonly Problem InThePast = new("store-closed-until-past", 422, "This moment has passed. Choose a later one.") { Field = "until" };
    public static readonly Problem TooFar = new("store-closed-until-far", 422, "A store can be closed so for at most 60 days. Set a holiday instead.") { Field = "until" };
    public static readonly Problem NoStore = new("shop-without-store", 422, "Add the place where your shop is.");
    public static readonly Problem NoHours = new("shop-without-hours", 422, "Say when your place is open.");
}
