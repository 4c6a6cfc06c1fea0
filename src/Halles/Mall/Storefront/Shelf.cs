using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Halles.Mall.Storefront;

/// <summary>What lists are filtered, counted and sorted by: one small row of a product, in memory.</summary>
internal struct ShelfRow
{
    /// <summary>Key of the shop; 0 when there is no product of this key.</summary>
    public int Shop;
    public int Category;

    /// <summary>The lowest price of its variants, minor units.</summary>
    public long Price;

    /// <summary>Microseconds.</summary>
    public long Published;

    /// <summary>Keys of attribute values.</summary>
    public int[] Facets;

    /// <summary>Keys of the stores where something of it can be had; unused for what is made to order.</summary>
    public int[] Stores;

    public ProductFlags Flags;

    /// <summary>How many words its name has: the fewer are left over, the better a search fits.</summary>
    public byte NameWords;

    internal int PlaceInShop;
    internal int PlaceInCategory;

    public readonly bool ToOrder => (Flags & ProductFlags.ToOrder) != 0;

    public readonly bool CanBeHad => (Flags & ProductFlags.CanBeHad) != 0;
}

/// <summary>A value of an attribute that some product has or had.</summary>
internal readonly record struct FacetValue(int Attribute, string Value);

/// <summary>
/// All shown products in memory, for lists: scanning a few bytes of each match is a hundred times quicker than asking
/// SQLite. Written by the projector under <see cref="Lock"/> after its commit; read under it too.
/// </summary>
internal sealed class Shelf
{
    private readonly Dictionary<FacetValue, int> _valueKeys = [];
    private readonly List<int> _free = [];
    private readonly Dictionary<int[], int[]> _shared = new(new SameKeys());
    private ShelfRow[] _rows = new ShelfRow[256];
    private List<int>?[] _byShop = [];
    private List<int>?[] _byCategory = [];

    /// <summary>Held shortly by whoever reads or changes the shelf.</summary>
    public ReaderWriterLockSlim Lock { get; } = new();

    public required Roster Roster { get; set; }

    /// <summary>Attribute values by key.</summary>
    public List<FacetValue> Values { get; } = [default];

    /// <summary>Above the greatest key.</summary>
    public int End { get; private set; } = 1;

    /// <summary>Another number after a category got its first product or lost its last.</summary>
    public int Filled { get; private set; }

    /// <summary>How many products there are.</summary>
    public int Count { get; private set; }

    public ref readonly ShelfRow this[int key] => ref _rows[key];

    /// <summary>
    /// Has the rows of some dozens of products and their values come near before each is looked at: in a big mall they lie far
    /// apart in memory, and the processor waits for all of them together as long as for one.
    /// </summary>
    /// <returns>Nothing of use; without it nothing would be read.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int Fetch(ReadOnlySpan<int> keys)
    {
        var (rows, read) = (_rows, 0);
        foreach (var key in keys)
        {
            read |= key < rows.Length ? rows[key].Shop : 0;
        }

        foreach (var key in keys)
        {
            read |= key < rows.Length ? rows[key].Facets?.Length ?? 0 : 0;
        }

        return read;
    }

    /// <summary>How many words a product's name has; needs no lock, for nobody minds a word more or less.</summary>
    public int NameWords(int key)
    {
        var rows = _rows;
        return key < rows.Length ? rows[key].NameWords : 0;
    }

    public ReadOnlySpan<int> OfShop(int shop) => Of(_byShop, shop);

    public ReadOnlySpan<int> OfCategory(int category) => Of(_byCategory, category);

    public int CountIn(CategoryEntry category)
    {
        var count = 0;
        for (var i = category.First; i < category.End; i++)
        {
            count += OfCategory(Roster.Order[i].Key).Length;
        }

        return count;
    }

    /// <summary>Whether there is a product in a category or below it.</summary>
    public bool HasAny(CategoryEntry category)
    {
        for (var i = category.First; i < category.End; i++)
        {
            if (!OfCategory(Roster.Order[i].Key).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The key of a value that some product has; 0 when none has.</summary>
    public int FindValue(FacetValue value) => _valueKeys.GetValueOrDefault(value);

    /// <summary>Adds a value under the next key.</summary>
    public void AddValue(FacetValue value)
    {
        _valueKeys.Add(value, Values.Count);
        Values.Add(value);
    }

    /// <summary>The key that the n-th new product from now will get, from 0.</summary>
    public int NextKey(int n) => n < _free.Count ? _free[^(n + 1)] : End + n - _free.Count;

    /// <summary>Keys that have been given away, and some that came back.</summary>
    public void KeysTaken(int count, IEnumerable<int> back)
    {
        var free = Math.Min(count, _free.Count);
        _free.RemoveRange(_free.Count - free, free);
        _free.AddRange(back);
    }

    /// <summary>When a file has been read: keys between the products' are free.</summary>
    public void Loaded()
    {
        for (var key = End - 1; key > 0; key--)
        {
            if (_rows[key].Shop == 0)
            {
                _free.Add(key);
            }
        }
    }

    /// <summary>Puts, replaces or (with no shop) takes away a product's row.</summary>
    public void Put(int key, ShelfRow row)
    {
        Grow(key);
        End = Math.Max(End, key + 1);
        ref var place = ref _rows[key];
        if (place.Shop != row.Shop || place.Category != row.Category)
        {
            if (place.Shop != 0)
            {
                Leave(_byShop[place.Shop]!, place.PlaceInShop, byShop: true);
                Leave(_byCategory[place.Category]!, place.PlaceInCategory, byShop: false);
                Count--;
            }

            if (row.Shop != 0)
            {
                row.PlaceInShop = Join(ref _byShop, row.Shop, key);
                row.PlaceInCategory = Join(ref _byCategory, row.Category, key);
                Count++;
            }
        }
        else
        {
            (row.PlaceInShop, row.PlaceInCategory) = (place.PlaceInShop, place.PlaceInCategory);
        }

        row.Flags = row.ToOrder || row.Stores is { Length: > 0 } ? row.Flags | ProductFlags.CanBeHad : row.Flags & ~ProductFlags.CanBeHad;
        row.Facets = Shared(row.Facets);
        row.Stores = Shared(row.Stores);
        place = row;
    }

    private void Grow(int key)
    {
        if (key >= _rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(key + 1, _rows.Length * 2));
        }
    }

    // Most products share their stores and many their values with others.
    private int[] Shared(int[]? keys)
    {
        if (keys is null or { Length: 0 })
        {
            return [];
        }

        if (_shared.TryGetValue(keys, out var same))
        {
            return same;
        }

        if (_shared.Count > 100_000)
        {
            _shared.Clear();
        }

        return _shared[keys] = keys;
    }

    private static ReadOnlySpan<int> Of(List<int>?[] lists, int key) => key < lists.Length ? CollectionsMarshal.AsSpan(lists[key]) : default;

    private int Join(ref List<int>?[] lists, int list, int key)
    {
        if (list >= lists.Length)
        {
            Array.Resize(ref lists, Math.Max(list + 1, lists.Length * 2));
        }

        var members = lists[list] ??= [];
        members.Add(key);
        Filled += members.Count == 1 ? 1 : 0;
        return members.Count - 1;
    }

    private void Leave(List<int> members, int place, bool byShop)
    {
        var last = members[^1];
        members[place] = last;
        members.RemoveAt(members.Count - 1);
        Filled += members.Count == 0 ? 1 : 0;
        if (byShop)
        {
            _rows[last].PlaceInShop = place;
        }
        else
        {
            _rows[last].PlaceInCategory = place;
        }
    }

    private sealed class SameKeys : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] keys)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes<int>(keys));
            return hash.ToHashCode();
        }
    }
}
