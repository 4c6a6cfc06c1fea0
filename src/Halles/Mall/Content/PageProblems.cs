using Halles.Kernel;

namespace Halles.Mall.Content;

/// <summary>How the use cases on pages are refused.</summary>
public static class PageProblems
{
    public static readonly Problem None = new("no-such-page", 404, "There is no such page.");
    public static readonly Problem Slug = new("page-address", 422, "An address has small letters, digits and single dashes, at most 80.") { Field = "slug" };
    public static readonly Problem SlugTaken = new("page-address-taken", 422, "Another page has this address already.") { Field = "slug" };
    public static readonly Problem NoText = new("page-without-text", 422, "Write a title and a text in one language at least.");
    public static readonly Problem Half = new("page-half", 422, "A language needs both a title and a text.");
}
