namespace Halles.Mall.Storefront;

/// <summary>
/// A product that has a word, in one number: the product's key above, below it the fields in which the word stands. Lists of
/// them rise, and hold a product once.
/// </summary>
internal static class Posting
{
    /// <summary>Fields, from the one that says least: the text; attributes and wider categories; the category itself and the maker; the name and codes.</summary>
    public const int Body = 1, Detail = 2, Kind = 4, Name = 8;

    /// <summary>Not the word itself, but one that may be meant.</summary>
    public const int Meant = 16;

    public const int Fields = 31;
    private const int Bits = 5;

    public static int Of(int key, int fields) => (key << Bits) | fields;

    public static int Key(int posting) => posting >> Bits;

    /// <summary>What is in either. Of a product that is in both, the word itself counts before one that may be meant.</summary>
    public static int[] Either(int[] a, int[] b)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return a.Length == 0 ? b : a;
        }

        var either = new int[a.Length + b.Length];
        var (i, j, n) = (0, 0, 0);
        while (i < a.Length || j < b.Length)
        {
            var order = i == a.Length ? 1 : j == b.Length ? -1 : Key(a[i]).CompareTo(Key(b[j]));
            either[n++] = order < 0 ? a[i++] : order > 0 ? b[j++] : Better(a[i++], b[j++]);
        }

        Array.Resize(ref either, n);
        return either;
    }

    /// <summary>The same list as one that is only meant.</summary>
    public static int[] AsMeant(int[] list) => Array.ConvertAll(list, posting => posting | Meant);

    /// <summary>The fields in which a product has the word; 0 when it has not. Keys are asked for in rising order.</summary>
    /// <param name="place">Where the last search ended; 0 at first.</param>
    public static int Find(ReadOnlySpan<int> list, ref int place, int key)
    {
        // In steps that double, then halve: a short list passes over most of a long one.
        var (least, step) = (Of(key, 0), 1);
        while (place + step < list.Length && list[place + step] < least)
        {
            step *= 2;
        }

        var found = list[place..Math.Min(place + step + 1, list.Length)].BinarySearch(least);
        place += found >= 0 ? found : ~found;
        return place < list.Length && Key(list[place]) == key ? list[place] & Fields : 0;
    }

    private static int Better(int a, int b) => ((a ^ b) & Meant) == 0 ? a | b : (a & Meant) == 0 ? a : b;
}
