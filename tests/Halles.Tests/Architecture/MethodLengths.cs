using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Halles.Tests.Architecture;

/// <summary>How many lines the methods of a compiled assembly have, by the line numbers that debuggers use.</summary>
internal static class MethodLengths
{
    /// <summary>Each method with its file, the line of its first statement and how many lines there are to the last.</summary>
    /// <param name="assembly">The path of an assembly with portable symbols beside it.</param>
    public static IEnumerable<(string Method, string File, int Line, int Lines)> Of(string assembly)
    {
        using var code = new PEReader(File.OpenRead(assembly));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly, ".pdb")));
        var (metadata, debug) = (code.GetMetadataReader(), symbols.GetMetadataReader());
        foreach (var handle in debug.MethodDebugInformation)
        {
            var method = metadata.GetMethodDefinition(handle.ToDefinitionHandle());
            var name = metadata.GetString(method.Name);
            var information = debug.GetMethodDebugInformation(handle);
            if (name is ".cctor" or ".ctor" || information.SequencePointsBlob.IsNil)
            {
                continue; // what initialises fields is spread over the file
            }

            foreach (var body in information.GetSequencePoints().Where(p => !p.IsHidden).GroupBy(p => p.Document))
            {
                var file = debug.GetString(debug.GetDocument(body.Key).Name);
                var (first, last) = (body.Min(p => p.StartLine), body.Max(p => p.EndLine));
                var type = metadata.GetTypeDefinition(method.GetDeclaringType());
                yield return ($"{metadata.GetString(type.Name)}.{name}", file, first, last - first + 1);
            }
        }
    }
}
