using Halles.Kernel.Storage;

namespace Halles.Mall.Storefront;

/// <summary>What a transaction of the projector will change of what is in memory; done only when it is committed.</summary>
internal sealed class ShelfChanges(Generation generation)
{
    private readonly Dictionary<FacetValue, int> _values = [];
    private readonly Dictionary<int, ShelfRow> _rows = [];
    private readonly List<int> _gone = [];
    private readonly Dictionary<string, SeenWord>[] _words = [.. generation.Vocabularies.Select(_ => new Dictionary<string, SeenWord>(StringComparer.Ordinal))];
    private int _newKeys;

    public Shelf Shelf => generation.Shelf;

    /// <summary>The roster as it is after this transaction.</summary>
    public Roster Roster { get; set; } = generation.Shelf.Roster;

    /// <summary>Words that were indexed, by language.</summary>
    public IReadOnlyList<Dictionary<string, SeenWord>> Words => _words;

    /// <summary>True when the text index is written to.</summary>
    public bool Indexed { get; set; }

    public int NewKey() => Shelf.NextKey(_newKeys++);

    /// <summary>Keys of the products that it writes or takes away.</summary>
    public IEnumerable<int> Keys => _rows.Keys;

    /// <summary>The row of a product as it is after this transaction; an empty one where there is none.</summary>
    public ShelfRow Row(int key) => _rows.TryGetValue(key, out var row) ? row : key < Shelf.End ? Shelf[key] : default;

    public void Put(int key, ShelfRow row) => _rows[key] = row;

    public void Remove(int key)
    {
        _rows[key] = default;
        _gone.Add(key);
    }

    /// <summary>The key of an attribute's value, which the file gets when it is new.</summary>
    public int ValueKey(SqlSession sql, FacetValue value)
    {
        var key = Shelf.FindValue(value);
        if (key == 0 && !_values.TryGetValue(value, out key))
        {
            key = Shelf.Values.Count + _values.Count;
            _values.Add(value, key);
            sql.Execute("INSERT INTO attribute_values (key, attribute, value) VALUES ($1, $2, $3)", key, value.Attribute, value.Value);
        }

        return key;
    }

    /// <summary>Brings the memory to what has been committed.</summary>
    public void Apply()
    {
        Shelf.Lock.EnterWriteLock();
        try
        {
            Shelf.KeysTaken(_newKeys, _gone);
            foreach (var (value, _) in _values.OrderBy(v => v.Value))
            {
                Shelf.AddValue(value);
            }

            foreach (var (key, row) in _rows)
            {
                Shelf.Put(key, row);
            }

            Shelf.Roster = Roster;
        }
        finally
        {
            Shelf.Lock.ExitWriteLock();
        }

        if (Indexed)
        {
            generation.Postings.Forget();
        }

        for (var language = 0; language < _words.Length; language++)
        {
            if (_words[language].Count > 0)
            {
                generation.Vocabularies[language].Add(_words[language]);
            }
        }
    }
}
