using Halles.Kernel;

namespace Halles.Mall.Imports;

/// <summary>Every way in which a file, a row of it or an import can fail, and what is told of rows that are taken.</summary>
public static class ImportProblems
{
    // Of files.
    public static readonly Problem TooLarge = new("import-too-large", 413, "The file is larger than {0} MB. Export fewer products at a time, or let the operator import it by the command line.");
    public static readonly Problem UnknownSystem = new("import-unknown", 422, "These columns are of no system that is known here. Say which column is what.");
    public static readonly Problem ArchiveOfMany = new("import-archive", 422, "The archive holds {0} files. Unpack it and choose the one with the products.");
    public static readonly Problem Unpacked = new("import-unpacked", 422, "The archive becomes larger than {0} MB when it is unpacked. It is not read.");
    public static readonly Problem Broken = new("import-broken", 422, "The file ends in the middle or is damaged. Export it again.");

    public static readonly Problem StockOnly = new("import-stock", 422, "This is a list of stock, not of products. Take it in under Stock, as a table.");

    // Of rows: these are refused.
    public static readonly Problem KeyMissing = new("row-key-missing", 422, "The row says not to which product it belongs. Fill in this column.");
    public static readonly Problem KeyTwice = new("row-key-twice", 422, "Row {0} is already a product of this name. Give one of them another.");
    public static readonly Problem NameMissing = new("row-name-missing", 422, "The product has no name. Fill in this column.");
    public static readonly Problem PriceUnread = new("row-price", 422, "The price is not understood. Write it as 12.50 or 12,50.");
    public static readonly Problem PriceNegative = new("row-price-negative", 422, "The price is below zero. Write what one piece costs.");
    public static readonly Problem QuantityUnread = new("row-quantity", 422, "The stock is not a whole number from 0 to {0}. Write how many pieces are there.");
    public static readonly Problem CurrencyUnknown = new("row-currency", 422, "{0} is no currency (ISO 4217). Write EUR, USD, …");
    public static readonly Problem NoParent = new("row-no-parent", 422, "The variant belongs to {0}, which is not in the file. Export both together.");
    public static readonly Problem WithOthers = new("row-of-refused", 422, "It belongs to the product of row {0}, which cannot be taken. Mend that row.");
    public static readonly Problem ChoiceTwice = new("row-choice-twice", 422, "Row {0} is the same variant. Give each other values of its options.");

    public static readonly Problem SameProduct = new("row-same-product", 422, "By its number or name this is the same product of the shop as row {0}. Give it another number, or take one of the two out.");

    // Of rows that are taken all the same: these are told.
    public static readonly Problem GtinWrong = new("note-gtin", 200, "This bar code has a wrong check digit, so it is kept as the shop's own number.");
    public static readonly Problem GtinLeft = new("note-gtin-left", 200, "This bar code has a wrong check digit and was left out.");
    public static readonly Problem SkuTwice = new("note-sku-twice", 200, "Another product has this number already, so this one gets a new one.");
    public static readonly Problem SkuOfNone = new("note-sku-of-none", 200, "The number is given without saying of which variant, so each gets a new one.");
    public static readonly Problem Oversold = new("note-oversold", 200, "The stock is below zero there: more was sold than was counted. Here it begins at 0.");
    public static readonly Problem PriceMissing = new("note-price-missing", 200, "There is no price, so it is kept as a draft. Set the price, then publish it.");
    public static readonly Problem OtherCurrency = new("note-other-currency", 200, "The price is in {0}, the mall sells in {1}, and no rate was given, so it is kept as a draft without price.");
    public static readonly Problem TextCut = new("note-text-cut", 200, "The text is longer than {0} characters and was cut.");
    public static readonly Problem OptionsLeft = new("note-options-left", 200, "It has more than {0} options or {1} values of one, so each variant is named by all its values together.");
    public static readonly Problem OptionsSparse = new("note-options-sparse", 200, "Not every combination of its options is there, so each variant is named by all its values together.");
    public static readonly Problem PhotosLeft = new("note-photos-left", 200, "It has more than {0} photos; the others were left out.");
    public static readonly Problem PhotoAddress = new("note-photo-address", 200, "This is not the address of a photo on the web. It was left out.");
    public static readonly Problem GiftCard = new("note-gift-card", 200, "A gift card is money, not goods. It is kept as a draft.");
    public static readonly Problem External = new("note-external", 200, "It is sold on another site. It is kept as a draft.");
    public static readonly Problem VariantLeft = new("note-variant-left", 200, "This variant is not on sale there. It was left out.");
    public static readonly Problem NoneOnSale = new("note-none-on-sale", 200, "None of its variants is on sale there. It is kept as a draft.");
    public static readonly Problem SaleLeft = new("note-sale-left", 200, "A reduced price is given too. The usual one was taken; for the other make a promotion.");
    public static readonly Problem CategoryGuessed = new("note-category", 200, "Its category was not found here, so it stands under {0}.");
    public static readonly Problem CategoryNone = new("note-no-category", 200, "The file names no category, so it stands under {0}.");
    public static readonly Problem TaxGuessed = new("note-tax", 200, "What the file says of its tax, {0}, is not known here, so it has the VAT of those of which the file says none. Choose what it is, and take the file in again.");
    public static readonly Problem AttributeLeft = new("note-attribute", 200, "The market has no property of this name, so it was left out.");
    public static readonly Problem AttributeUnfit = new("note-attribute-value", 200, "Some values do not fit this property (a number, yes or no, at most 100 characters) and were left out.");
    public static readonly Problem TagsLeft = new("note-tags", 200, "Products have no tags here, so they were left out.");
    public static readonly Problem CurrencyUnsaid = new("note-no-currency", 200, "No currency stands beside the price, so it was taken as the market’s.");
    public static readonly Problem ReductionLeft = new("note-reduction", 200, "Its reduction was left out: it needs a moment that has passed, a higher price before, and a product that goes on sale.");
    public static readonly Problem StaysArchived = new("note-stays-archived", 200, "You have put this product away, so it stays away. Put it on sale again under Products.");
    public static readonly Problem TakenOffSale = new("note-off-sale", 200, "The file says that it is no longer on sale there, so it is taken off sale here.");
    public static readonly Problem StoreUnknown = new("note-store", 200, "The shop has no place {0}; what the file counts there is left out.");

    // Of what was not taken back, or not wholly.
    public static readonly Problem ChangedSince = new("undo-changed", 409, "It was changed in the meantime and stays as it is.");
    public static readonly Problem StockKept = new("undo-stock", 409, "Its stock could not be put back wholly: some of it is kept for customers. Count it.");
    public static readonly Problem ReductionOver = new("undo-reduction", 409, "Its price is back, but as no reduction: it may not be announced as one any more.");

    // Of imports.
    public static readonly Problem NoShop = new("import-no-shop", 404, "There is no shop of this slug. It stands in the shop's address: /shops/its-slug.");
    public static readonly Problem NoImport = new("no-import", 404, "There is no such import.");
    public static readonly Problem NotNow = new("import-not-now", 409, "The import is in another state by now. Look at it again.");
    public static readonly Problem AnotherRuns = new("import-another-runs", 409, "Another import of this shop is not done yet. Wait for it, or cancel it.");
    public static readonly Problem TooLateToUndo = new("import-too-late", 409, "An import can be undone for {0} days.");
    public static readonly Problem NoCategory = new("import-no-category", 422, "Choose a category of the mall for products whose own is not known here.");
    public static readonly Problem RateOfMany = new("import-rates", 422, "The file has prices in {0}. Say a rate for each: USD=0.92.");
    public static readonly Problem TaxUnknown = new("import-tax", 422, "There is no tax class {0}. Write one of {1}.");
    public static readonly Problem NoStore = new("import-store", 422, "The shop has no place {0}.");
    public static readonly Problem ColumnsMissing = new("import-columns", 422, "Say at least which column is the name.");
}
