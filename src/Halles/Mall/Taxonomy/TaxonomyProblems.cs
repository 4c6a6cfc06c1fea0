using Halles.Kernel;

namespace Halles.Mall.Taxonomy;

/// <summary>How changes of the taxonomy are refused.</summary>
public static class TaxonomyProblems
{
    public static readonly Problem NotATaxonomy = new("not-a-taxonomy", 422, "{0} is no product taxonomy of Google: its lines look like “1 - Animals & Pet Supplies”.");
    public static readonly Problem NoNumbers = new("taxonomy-without-numbers", 422, "{0} has no numbers. Take the file of Google's taxonomy “with ids”.");
    public static readonly Problem NoLanguage = new("taxonomy-language", 422, "The name of {0} does not say its language. Let it end like taxonomy-with-ids.fr-FR.txt.");
    public static readonly Problem LanguageTwice = new("taxonomy-language-twice", 422, "There are two files in one language: {0}.");
    public static readonly Problem TooLarge = new("taxonomy-too-large", 422, "A file of a taxonomy has at most {0} MB.");
    public static readonly Problem NoBranch = new("no-such-branch", 422, "There is no branch {0} in these files.");
    public static readonly Problem NoImport = new("no-such-taxonomy-import", 404, "There is no such import.");
    public static readonly Problem NotNow = new("taxonomy-import-not-now", 409, "The import has gone on meanwhile. Look again.");
    public static readonly Problem AnotherRuns = new("taxonomy-import-runs", 409, "Another import of categories is under way. Wait until it is done.");

    public static readonly Problem Itself = new("category-itself", 422, "Choose another category.");
    public static readonly Problem MergeBelow = new("category-merge-below", 422, "A category cannot become part of one that is below it.");
    public static readonly Problem MergeHasBelow = new("category-merge-has-below", 422, "This category has products, and {0} has categories below it. Products stand in the lowest categories only.");
    public static readonly Problem NoChange = new("no-such-category-change", 404, "There is no such change.");
    public static readonly Problem ChangeRuns = new("category-change-runs", 409, "Products are still following. Wait a moment.");
    public static readonly Problem TouchedSince = new("category-touched-since", 409, "{0} has been changed since, so this can no longer be undone by itself. Move or merge again instead.");
}
