using System.Runtime.CompilerServices;

// Matrices of lanes are some hundred bytes each and always written before they are read: clearing them first cost a third of a law's time.
[module: SkipLocalsInit]
