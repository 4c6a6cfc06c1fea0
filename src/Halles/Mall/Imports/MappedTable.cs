using Halles.Kernel.Tables;

namespace Halles.Mall.Imports;

/// <summary>What a column of an unknown table can be.</summary>
public enum TableField
{
    Name,
    Description,
    Price,
    Sku,
    Gtin,
    Stock,
    Category,
    Maker,
    Photo,
    Weight,
}

/// <summary>A table of a system that is not known: a product in a row, its columns named by hand.</summary>
/// <param name="mapping">For each field the name of its column.</param>
internal sealed class MappedTable(IReadOnlyDictionary<TableField, string> mapping) : ISourceFormat
{
    public const string Word = "table";

    /// <summary>How columns are called in the wild, folded.</summary>
    private static readonly Dictionary<TableField, string[]> Words = new()
    {
        [TableField.Name] = ["name", "nom", "title", "titre", "product", "produit", "designation", "libelle", "article", "bezeichnung", "nombre", "naam", "titel", "product name", "nome", "nazwa", "namn"],
        [TableField.Description] = ["description", "beschreibung", "descripcion", "omschrijving", "details", "texte", "text", "descrizione", "descricao", "opis", "beskrivning", "popis", "short description"],
        [TableField.Price] = ["price", "prix", "prix ttc", "tarif", "preis", "precio", "prijs", "retail price", "pvp", "unit price", "prix de vente", "prix unitaire", "prezzo", "preco", "cena", "pris"],
        [TableField.Sku] = [.. Wording.Sku],
        [TableField.Gtin] = [.. Wording.Gtin],
        [TableField.Stock] = [.. Wording.Stock],
        [TableField.Category] = ["category", "categories", "categorie", "rayon", "famille", "type", "kategorie", "categoria", "kategoria", "kategori", "department", "product type"],
        [TableField.Maker] = ["brand", "marque", "vendor", "manufacturer", "fabricant", "hersteller", "marca", "merk", "supplier", "fournisseur"],
        [TableField.Photo] = ["image", "images", "all images", "main image", "photo", "picture", "image url", "photo url", "bild", "imagen", "afbeelding", "image link", "immagine", "imagem", "zdjecie"],
        [TableField.Weight] = ["weight", "poids", "gewicht", "peso", "weight g", "poids g", "grams"],
    };

    public string Name => Word;

    public string Title => "CSV";

    public bool Knows(TableColumns columns) => mapping.ContainsKey(TableField.Name) && mapping.Values.All(columns.Has);

    /// <summary>A guess which column is what, by its name.</summary>
    public static Dictionary<TableField, string> Guess(TableColumns columns)
    {
        var folded = columns.Names.Select(n => (Name: n, Folded: Wording.Fold(n))).Where(n => n.Folded.Length > 0).ToList();
        var guess = new Dictionary<TableField, string>();
        foreach (var (field, words) in Words)
        {
            var best = words.SelectMany(w => folded.Where(n => n.Folded == w)).Concat(words.Where(w => w.Length > 3).SelectMany(w => folded.Where(n => n.Folded.StartsWith(w, StringComparison.Ordinal))))
                .Select(n => n.Name).FirstOrDefault(n => !guess.ContainsValue(n));
            if (best is not null)
            {
                guess[field] = best;
            }
        }

        return guess;
    }

    public IEnumerable<SourceProduct> Read(TableColumns columns, IEnumerable<TableRow> rows)
    {
        foreach (var row in rows)
        {
            yield return row.Problem is { } problem ? SourceProduct.Unreadable(row, "", problem)
                : row[Column(TableField.Name)].Length == 0 ? SourceProduct.Unreadable(row, Column(TableField.Name), ImportProblems.NameMissing)
                : Product(row);
        }
    }

    private SourceProduct Product(TableRow row)
    {
        var (sku, gtin) = (row[Column(TableField.Sku)], row[Column(TableField.Gtin)]);
        var product = new SourceProduct(sku.Length > 0 ? sku : gtin.Length > 0 ? gtin : row[Column(TableField.Name)])
        {
            Name = row[Column(TableField.Name)],
            Description = Cells.Markdown(row[Column(TableField.Description)]),
            Category = row[Column(TableField.Category)],
            Maker = row[Column(TableField.Maker)] is { Length: > 0 } maker ? maker : null,
            Published = true,
            KnowsNoVariants = true,
            Rows = { row.Number },
        };
        product.Pictured(row, Column(TableField.Photo), row[Column(TableField.Photo)].Split(',', ' ', '|', ';'));
        product.Variants.Add(new SourceVariant(row.Number, []) { Grams = Cells.Grams(row[Column(TableField.Weight)], Column(TableField.Weight).Contains("kg", StringComparison.OrdinalIgnoreCase) ? "kg" : "g") }
            .Numbered(product, row, Column(TableField.Sku), Column(TableField.Gtin))
            .Priced(product, row, Column(TableField.Price), pointIsDecimal: false)
            .Counted(product, row, Column(TableField.Stock)));
        return product;
    }

    private string Column(TableField field) => mapping.GetValueOrDefault(field, "");
}
