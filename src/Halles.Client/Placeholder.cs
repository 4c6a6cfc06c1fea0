namespace Halles.Client; public sealed record Placeholder;
