using Halles.Kernel;
using Halles.Kernel.Changes;
using Halles.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace Halles.Mall.Identity;

/// <summary>The addresses that a person keeps for next time.</summary>
public sealed class Addresses(MallDatabase database, MallWriter writer)
{
    private const int Most = 20;
    private const int LongestLabel = 60;

    /// <summary>The caller's addresses, the oldest first.</summary>
    public List<SavedAddress> List(Caller caller)
    {
        using var db = database.Read();
        return [.. db.Set<SavedAddress>().Where(a => a.PersonId == caller.PersonId).OrderBy(a => a.Id)];
    }

    /// <summary>Keeps a new address, or changes one of theirs; another's is none.</summary>
    /// <param name="id">The one to change; null for a new one.</param>
    /// <param name="address">Already checked by its country's rules.</param>
    public Task<Result<Guid>> Save(Caller caller, Guid? id, string? label, Address address)
    {
        var word = label?.Trim() ?? "";
        if (word.Length is 0 or > LongestLabel || word.Any(char.IsControl))
        {
            return Task.FromResult<Result<Guid>>(IdentityProblems.LabelLong.With(LongestLabel));
        }

        return writer.Write<Guid>(s =>
        {
            var mine = s.Db.Set<SavedAddress>().Where(a => a.PersonId == caller.PersonId);
            var saved = id is null ? null : mine.SingleOrDefault(a => a.Id == id);
            if (id is not null && saved is null)
            {
                return IdentityProblems.None;
            }

            if (saved is null)
            {
                if (mine.Count() >= Most)
                {
                    return IdentityProblems.AddressesMany.With(Most);
                }

                saved = new SavedAddress { Id = s.NewId(), PersonId = caller.PersonId, Label = word, Address = address };
                s.Db.Add(saved);
            }

            (saved.Label, saved.Address) = (word, address);
            s.Changed(Topic.Person, Guid.Empty, caller.PersonId);
            return saved.Id;
        }, Lane.Office, People.Lock(caller.PersonId));
    }

    /// <summary>Forgets one of theirs.</summary>
    public Task<Result<Done>> Remove(Caller caller, Guid id) => writer.Write<Done>(s =>
        s.Sql.Execute("DELETE FROM saved_addresses WHERE person_id = $1 AND id = $2", caller.PersonId, id) == 1 ? default(Done) : IdentityProblems.None);
}
