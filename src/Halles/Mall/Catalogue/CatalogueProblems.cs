using Halles.Kernel;

namespace Halles.Mall.Catalogue;

/// <summary>How the use cases on categories and products are refused.</summary>
public static class CatalogueProblems
{
    public static readonly Problem NoProduct = new("no-such-product", 404, "The shop has no such product.");
    public static readonly Problem NoVariant = new("no-such-variant", 404, "The product has no such variant.");
    public static readonly Problem NoCategory = new("no-such-category", 422, "Choose a category of the mall.");
    public static readonly Problem NotALeaf = new("category-not-a-leaf", 422, "Choose a category that has none below it.");
    public static readonly Problem NoAttribute = new("no-such-attribute", 422, "The mall has no such attribute.");
    public static readonly Problem AttributeNumber = new("attribute-number", 422, "Enter a number.");
    public static readonly Problem AttributeYesNo = new("attribute-yes-no", 422, "Answer yes or no.");

    public static readonly Problem TooManyOptions = new("too-many-options", 422, "A product has at most {0} options.");
    public static readonly Problem OptionValues = new("option-values", 422, "An option has 1 to {0} values, each once.");
    public static readonly Problem TooManyVariants = new("too-many-variants", 422, "These options make more than {0} variants. Leave some values out.");
    public static readonly Problem SkuTaken = new("sku-taken", 422, "Another product of the shop has this number already.");
    public static readonly Problem Measure = new("measure", 422, "Write the contents like 250 g, 75 cl or 6 x 33 cl.");
    public static readonly Problem Steps = new("steps", 422, "Goods sold by steps have a unit of weight, volume or length; only weighed ones have a final weight.");
    public static readonly Problem PreparationTime = new("preparation-time", 422, "Say how many hours a piece made to order takes.");

    public static readonly Problem NotAReduction = new("not-a-reduction", 422, "This may not be announced as a reduction: the price was {0} at its lowest in the last 30 days.");
    public static readonly Problem NothingBefore = new("nothing-before", 422, "This may not be announced as a reduction: it was not sold at another price before.");

    public static readonly Problem NameMissing = new("product-name-missing", 422, "Give the product a name before it is published.");
    public static readonly Problem PriceMissing = new("product-price-missing", 422, "Give each variant a price before it is published.");
    public static readonly Problem NoSuchState = new("product-state", 409, "The product is in this state already.");
    public static readonly Problem Withdrawn = new("product-withdrawn", 409, "The market’s office has withdrawn this product. You find why, and how to object, among its decisions.");
    public static readonly Problem PhotoWithdrawn = new("photo-withdrawn", 409, "The market’s office has removed this photo. You find why, and how to object, among its decisions.");
    public static readonly Problem NothingPublished = new("shop-without-product", 422, "Publish a product.");
    public static readonly Problem FewPublished = new("shop-with-few-products", 422, "Publish {0} products with a photo and a price; so far there are {1}.");

    public static readonly Problem TextChangedMeanwhile = new("text-changed-meanwhile", 409, "Somebody else wrote this meanwhile: “{0}”. Yours is still here: keep it again to put it in its place.");
    public static readonly Problem OwnLanguage = new("own-language", 404, "The product is written in this language; there is nothing to translate.");

    public static readonly Problem BarCodeHere = new("bar-code-here", 409, "The shop has this article already.");

    public static readonly Problem TooManyPhotos = new("too-many-photos", 422, "A product has at most {0} photos.");
    public static readonly Problem NoPhoto = new("no-such-photo", 422, "The product has no such photo.");

    public static readonly Problem CategoryCode = new("category-code", 422, "A code has small letters, digits and single dashes.") { Field = "code" };
    public static readonly Problem CategoryCodeTaken = new("category-code-taken", 422, "Another category has this code already.") { Field = "code" };
    public static readonly Problem CategoryDepth = new("category-depth", 422, "Categories are at most {0} deep.") { Field = "parent" };
    public static readonly Problem CategoryCircle = new("category-circle", 422, "A category cannot be below itself.") { Field = "parent" };
    public static readonly Problem CategoryInUse = new("category-in-use", 409, "This category still has products or categories below it.");
    public static readonly Problem ParentHasProducts = new("category-parent-has-products", 409, "This category has products; move them before categories are put below it.") { Field = "parent" };
    public static readonly Problem AttributeCodeTaken = new("attribute-code-taken", 422, "Another attribute has this code already.") { Field = "code" };
    public static readonly Problem AttributeTypeKept = new("attribute-type-kept", 409, "Products have values of this kind already, so the kind stays.");
    public static readonly Problem AttributeInUse = new("attribute-in-use", 409, "Products or categories still use this attribute.");
}
