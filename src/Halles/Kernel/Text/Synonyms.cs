using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Halles.Kernel.Text;

/// <summary>
/// Names of one thing: those of a language mean the same always, those of another where the own finds hardly anything, for
/// "bread" is "pain" only among French goods. A few that are everyday goods and say nothing else; not a thesaurus.
/// </summary>
public sealed class Synonyms
{
    private static readonly string[] English =
    [
        "laptop, notebook", "tv, television", "sofa, couch, settee", "fridge, refrigerator", "vacuum cleaner, hoover", "cell phone, mobile phone, cellphone, smartphone", "sneakers, trainers",
        "nightstand, bedside table, night table", "rug, carpet", "dresser, chest of drawers", "backpack, rucksack", "trousers, pants", "sweater, jumper, pullover", "hard drive, hard disk, hdd", "grey, gray", "colour, color",
        "aluminium, aluminum", "cushion, throw pillow", "wardrobe, armoire", "trash can, garbage can, waste bin", "diaper, nappy", "flashlight, torch", "headphones, earphones", "wireless, cordless", "crisps, potato chips",
        "cookie, biscuit", "stroller, pushchair", "faucet, tap", "sunglasses, shades", "jewelry, jewellery", "bathtub, bath tub",
    ];

    private static readonly string[] French =
    [
        "ordinateur portable, pc portable, laptop, notebook", "télévision, téléviseur, tv", "canapé, sofa", "frigo, réfrigérateur", "smartphone, téléphone portable", "baskets, sneakers", "disque dur, hdd", "bio, biologique",
        "pull, chandail", "pantalon, pantalons", "écouteurs, casque audio", "cartouche d'encre, encre imprimante", "poubelle, corbeille", "sac à dos, backpack", "table de chevet, table de nuit", "yaourt, yoghourt, yogourt",
    ];

    /// <summary>English and French.</summary>
    private static readonly string[] Both =
    [
        "printer, imprimante", "keyboard, clavier", "monitor, écran", "screen, écran", "mouse, souris", "charger, chargeur", "battery, batterie", "battery, pile", "cable, câble", "laptop, ordinateur portable", "headphones, casque audio",
        "headphones, écouteurs", "speaker, enceinte", "camera, appareil photo", "hard drive, disque dur", "memory, mémoire", "ink, encre", "paper, papier", "label, étiquette", "wireless, sans fil", "case, housse", "bag, sac",
        "backpack, sac à dos", "phone, téléphone", "fridge, réfrigérateur", "vacuum cleaner, aspirateur", "coffee machine, machine à café", "washing machine, lave linge", "oven, four", "chair, chaise", "armchair, fauteuil", "desk, bureau",
        "bed, lit", "mattress, matelas", "pillow, oreiller", "cushion, coussin", "wardrobe, armoire", "shelf, étagère", "dresser, commode", "sofa, canapé", "rug, tapis", "curtain, rideau", "lamp, lampe", "mirror, miroir", "candle, bougie",
        "towel, serviette", "blanket, couverture", "shoes, chaussures", "dress, robe", "shirt, chemise", "trousers, pantalon", "coat, manteau", "gloves, gants", "scarf, écharpe", "hat, chapeau", "watch, montre", "ring, bague",
        "necklace, collier", "earrings, boucles d'oreilles", "toy, jouet", "doll, poupée", "book, livre", "soap, savon", "perfume, parfum", "cheese, fromage", "bread, pain", "milk, lait", "butter, beurre", "coffee, café",
        "juice, jus", "water, eau", "honey, miel", "jam, confiture", "sugar, sucre", "salt, sel", "pepper, poivre", "flour, farine", "eggs, œufs", "chicken, poulet", "beef, bœuf", "pork, porc", "ham, jambon", "fish, poisson",
        "salmon, saumon", "tuna, thon", "rice, riz", "oil, huile", "vinegar, vinaigre", "mustard, moutarde", "soup, soupe", "chocolate, chocolat", "yogurt, yaourt", "beer, bière", "wine, vin", "apple, pomme", "strawberry, fraise",
        "raspberry, framboise", "lemon, citron", "potato, pomme de terre", "tomato, tomate", "vegetables, légumes", "breakfast, petit déjeuner", "black, noir", "white, blanc", "red, rouge", "blue, bleu", "green, vert", "yellow, jaune",
        "grey, gris", "wood, bois", "leather, cuir", "glass, verre", "steel, acier", "cotton, coton", "wool, laine", "organic, bio", "gluten free, sans gluten", "sugar free, sans sucre",
    ];

    private static readonly ConcurrentDictionary<string, Synonyms> ByLanguage = new(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, string[]> _own;
    private readonly FrozenDictionary<string, string[]> _foreign;

    private Synonyms(Language language)
    {
        var analysis = TextAnalysis.For(language);
        _own = Build(analysis, language.Primary switch { "en" => English, "fr" => French, _ => [] });
        _foreign = Build(analysis, Both);
    }

    public static Synonyms For(Language language) => ByLanguage.GetOrAdd(language.Primary, _ => new Synonyms(language));

    /// <summary>Other names in the same language, as terms of its index in the order in which they stand.</summary>
    /// <param name="terms">One or two terms of its index, without those that say little, with a space between.</param>
    public IReadOnlyList<string> Own(string terms) => _own.GetValueOrDefault(terms, []);

    /// <inheritdoc cref="Own"/>
    /// <summary>Names in another language, as terms of this one's index.</summary>
    public IReadOnlyList<string> Foreign(string terms) => _foreign.GetValueOrDefault(terms, []);

    private static FrozenDictionary<string, string[]> Build(TextAnalysis analysis, string[] groups)
    {
        var names = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var members = group.Split(", ").Select(analysis.Analyse).ToList();
            foreach (var member in members)
            {
                var asked = string.Join(' ', member.Where(t => t.Kind is TermKind.Whole).Select(t => t.Text));
                var others = members.Where(m => m != member).Select(m => string.Join(' ', m.Select(t => t.Text)));
                names[asked] = [.. names.GetValueOrDefault(asked, []).Concat(others).Distinct()];
            }
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
