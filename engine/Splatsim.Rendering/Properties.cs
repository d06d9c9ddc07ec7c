using System.Runtime.CompilerServices;

// Kilobytes of lanes lie on the stack of the projection; all are written before they are read.
[module: SkipLocalsInit]
