using Halles.Bench;
using Spectre.Console;

if (args is not ["real", ..])
{
    AnsiConsole.WriteLine("bench/run real [folder]   load the real products of Open Food Facts as 200 shops, and look around in them");
    return 2;
}

return await RealGoods.Run(args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "halles-bench"));
