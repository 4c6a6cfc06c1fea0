using System.Globalization;
using Halles.Kernel;
using Halles.Kernel.Storage;

namespace Halles.Mall.Catalogue;

/// <summary>How a translation stands.</summary>
public enum TranslationState
{
    Missing,

    /// <summary>What it was made of has changed since.</summary>
    Outdated,
    Done,
}

/// <summary>What a text of a product is.</summary>
public enum TranslationKind
{
    Name,
    Description,
    Safety,
    OptionName,
    OptionValue,
}

/// <summary>One text of a product beside its translation.</summary>
/// <param name="Key">Which: <c>name</c>, <c>options.0.name</c>, <c>options.0.values.2</c>.</param>
/// <param name="Most">Characters that it may have.</param>
public sealed record TranslationField(string Key, TranslationKind Kind, string Source, string Text, TranslationState State, int Most);

/// <summary>A translation as it was typed.</summary>
/// <param name="Was">What stood there when it was shown; another one meanwhile is not written over.</param>
/// <param name="StillRight">It was looked at and needs no change.</param>
public sealed record TypedTranslation(string Key, string Was, string Text, bool StillRight);

/// <summary>A shop's product in another language, text beside text.</summary>
public sealed class TranslateProduct(MallWriter writer)
{
    /// <summary>The texts of a product that there are in its own language, each with its translation.</summary>
    public static List<TranslationField> Fields(Product product, IEnumerable<ProductText> texts, string language)
    {
        var byField = texts.ToLookup(t => t.Field);
        var fields = new List<TranslationField>();
        foreach (var (field, kind, most) in ((TextField, TranslationKind, int)[])[(TextField.Name, TranslationKind.Name, 200), (TextField.Description, TranslationKind.Description, FieldChecks.MostText), (TextField.Safety, TranslationKind.Safety, 4_000)])
        {
            var there = byField[field].FirstOrDefault(t => t.Language == language);
            if (byField[field].FirstOrDefault(t => t.Language == product.Language) is { Text.Length: > 0 } own)
            {
                fields.Add(new TranslationField(kind.ToString().ToLowerInvariant(), kind, own.Text, there?.Text ?? "", there is null ? TranslationState.Missing : there.State is TextState.Outdated ? TranslationState.Outdated : TranslationState.Done, most));
            }
        }

        foreach (var (i, option) in product.Options.Index())
        {
            fields.Add(Of(product, Key(i, null), TranslationKind.OptionName, option.Name, language, 40));
            fields.AddRange(option.Values.Select((value, j) => Of(product, Key(i, j), TranslationKind.OptionValue, value, language, 80)));
        }

        return fields;
    }

    /// <summary>Keeps what was typed, each field by itself: what cannot be kept is answered, the others are.</summary>
    /// <returns>What is wrong, on the keys of the fields that were not kept.</returns>
    public Task<Result<IReadOnlyList<Problem>>> Save(Guid shop, Guid id, string language, IReadOnlyList<TypedTranslation> typed, Guid? actor) => writer.Write<IReadOnlyList<Problem>>(
        s =>
        {
            if (s.Db.Find<Product>(shop, id) is not { } product)
            {
                return CatalogueProblems.NoProduct;
            }

            if (product.Language == language)
            {
                return CatalogueProblems.OwnLanguage;
            }

            var texts = s.Db.Set<ProductText>().Where(t => t.ShopId == shop && t.ProductId == id).ToList();
            var (problems, kept) = (new List<Problem>(), new Dictionary<string, string>(StringComparer.Ordinal));
            foreach (var field in Fields(product, texts, language))
            {
                if (typed.FirstOrDefault(t => t.Key == field.Key) is { } given && (given.StillRight || given.Text != given.Was))
                {
                    Check(field, given, problems, kept);
                }
            }

            if (kept.Count > 0)
            {
                Write(s, product, texts, language, kept);
                EditProduct.Touch(s, product, actor, "translate-product", language);
            }

            return problems;
        },
        Lane.Office,
        EditProduct.Lock(shop));

    private static void Check(TranslationField field, TypedTranslation given, List<Problem> problems, Dictionary<string, string> kept)
    {
        var check = new FieldChecks();
        var text = given.Text == given.Was ? field.Text : check.TextOrNull(field.Key, given.Text, field.Most) ?? "";
        check.Add(field.Key, given.Text != given.Was && field.Text != given.Was && field.Text != text ? CatalogueProblems.TextChangedMeanwhile.With(field.Text) : null);
        if (check.Problem is { } problem)
        {
            problems.AddRange(problem.Single);
        }
        else
        {
            kept[field.Key] = text;
        }
    }

    private static void Write(WriteSession s, Product product, List<ProductText> texts, string language, Dictionary<string, string> kept)
    {
        foreach (var field in Enum.GetValues<TextField>().Where(f => kept.ContainsKey(f.ToString().ToLowerInvariant())))
        {
            var text = kept[field.ToString().ToLowerInvariant()];
            var there = texts.Find(t => t.Field == field && t.Language == language);
            if (there is not null)
            {
                (there.Text, there.State) = (text, TextState.Translated);
                _ = text.Length == 0 ? s.Db.Remove(there) : null;
            }
            else if (text.Length > 0)
            {
                s.Db.Add(new ProductText { ShopId = product.ShopId, ProductId = product.Id, Language = language, Field = field, Text = text, State = TextState.Translated });
            }
        }

        var from = product.TranslatedFrom.GetValueOrDefault(language)?.ToDictionary(StringComparer.Ordinal) ?? new(StringComparer.Ordinal);
        product.Options = [.. product.Options.Select((o, i) => new ProductOption(With(o.Name, Key(i, null)), [.. o.Values.Select((v, j) => With(v, Key(i, j)))]))];
        product.TranslatedFrom = product.TranslatedFrom.Where(f => f.Key != language).Append(KeyValuePair.Create(language, from)).Where(f => f.Value.Count > 0).ToDictionary(StringComparer.Ordinal);

        LocalText With(LocalText words, string key)
        {
            if (!kept.TryGetValue(key, out var text))
            {
                return words;
            }

            from.Remove(text); // it is made of the words as they are now
            var changed = new LocalText();
            foreach (var (other, there) in words.Where(w => w.Key != language))
            {
                changed[other] = there;
            }

            if (text.Length > 0)
            {
                changed[language] = text;
            }

            return changed;
        }
    }

    private static TranslationField Of(Product product, string key, TranslationKind kind, LocalText words, string language, int most) =>
        new(key, kind, words.GetValueOrDefault(product.Language, ""), words.GetValueOrDefault(language, ""), OptionTranslations.StateOf(product.Language, product.TranslatedFrom, words, language), most);

    private static string Key(int option, int? value) => string.Create(CultureInfo.InvariantCulture, $"options.{option}.{(value is { } v ? $"values.{v}" : "name")}");
}
