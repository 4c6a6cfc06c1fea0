using Halles.Mall.Orders;
using Halles.Web.Text;

namespace Halles.Web.Design;

/// <summary>The one place in which reasons become words, for the shopper's pages, the desk and letters.</summary>
public static class OrderReasonWords
{
    /// <summary>A reason as part of a sentence; what a person wrote stays as it is.</summary>
    public static string Reason(this LanguageTexts words, string reason) => reason switch
    {
        OrderReasons.HoldExpired => words.Get("it was not paid in time"),
        OrderReasons.NotAccepted => words.Get("the shop did not answer in time"),
        OrderReasons.Shortfall => words.Get("it was no longer there"),
        OrderReasons.SoldOut => words.Get("no longer on the shelf"),
        OrderReasons.Damaged => words.Get("damaged"),
        OrderReasons.WrongPrice => words.Get("a wrong price"),
        OrderReasons.Other => words.Get("another reason"),
        _ => reason,
    };
}
