using System.Text;

namespace Halles.Kernel.Storage;

/// <summary>Names as the tables spell them.</summary>
internal static class Names
{
    /// <summary><c>OnHand</c> → <c>on_hand</c>.</summary>
    public static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
