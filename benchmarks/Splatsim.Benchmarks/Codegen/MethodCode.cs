namespace Splatsim.Benchmarks.Codegen;

/// <summary>What the compiler made of one method.</summary>
/// <param name="Name">Type and method, with the number that it is instantiated for.</param>
/// <param name="Bytes">Size of its machine code.</param>
/// <param name="FrameBytes">Stack that it takes: spilled registers and structs.</param>
/// <param name="Calls">Methods and helpers that it calls, in order.</param>
internal sealed record MethodCode(string Name, int Bytes, int FrameBytes, IReadOnlyList<string> Calls);
