using System.Runtime.CompilerServices;

// Scratch of lanes on the stack is always written before it is read.
[module: SkipLocalsInit]
