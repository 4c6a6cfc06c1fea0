using System.Security.Cryptography;
using System.Text;
using Halles.Kernel.Storage;

namespace Halles.Kernel.Privacy;

/// <summary>
/// Personal data in logs and events that cannot be rewritten is sealed under a key of the person's own. Erasing the
/// person destroys the key, and with it the readable text, while no row changes (safety.md 13; rules.md, invariant 14).
/// </summary>
public sealed class PersonalData(Secret secret)
{
    private const string KeyPurpose = "person-key";

    /// <summary>Seals a text under the person's key, made on first use.</summary>
    public string Seal(WriteSession session, Guid person, string text)
    {
        var wrapped = session.Sql.Scalar<byte[]>("SELECT wrapped FROM person_keys WHERE person_id = $1", person);
        byte[] key;
        if (wrapped is null)
        {
            key = RandomNumberGenerator.GetBytes(32);
            session.Sql.Execute("INSERT INTO person_keys (person_id, wrapped) VALUES ($1, $2)", person, secret.Seal(KeyPurpose, key));
        }
        else
        {
            key = secret.Open(KeyPurpose, wrapped);
        }

        return Convert.ToBase64String(Secret.Seal(key, person.ToString(), Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The text again; null when the person was erased.</summary>
    public string? Open(SqlSession sql, Guid person, string sealedText) =>
        sql.Scalar<byte[]>("SELECT wrapped FROM person_keys WHERE person_id = $1", person) is { } wrapped
            ? Encoding.UTF8.GetString(Secret.Open(secret.Open(KeyPurpose, wrapped), person.ToString(), Convert.FromBase64String(sealedText)))
            : null;

    /// <summary>Destroys the key: nothing sealed for the person can be read again.</summary>
    public static void Shred(WriteSession session, Guid person) =>
        session.Sql.Execute("DELETE FROM person_keys WHERE person_id = $1", person);
}
