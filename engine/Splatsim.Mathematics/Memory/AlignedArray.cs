using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Splatsim.Mathematics;

/// <summary>
/// An array whose first element is 64-byte aligned (one cache line, one 512-bit register) and that the garbage
/// collector never moves. A <see cref="Span"/> keeps it alive; a <see cref="Pointer"/> does not.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
public sealed unsafe class AlignedArray<T>
    where T : unmanaged
{
    /// <summary>Alignment of the first element [bytes].</summary>
    public const int Alignment = 64;

    private readonly T[] backing;
    private readonly int offset;

    /// <summary>Allocates zeroed memory.</summary>
    /// <param name="length">Number of elements, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public AlignedArray(int length)
        : this(length, zeroed: true)
    {
    }

    private AlignedArray(int length, bool zeroed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int padding = (Alignment + sizeof(T) - 1) / sizeof(T);
        int total = checked(length + padding);
        backing = zeroed
            ? GC.AllocateArray<T>(total, pinned: true)
            : GC.AllocateUninitializedArray<T>(total, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(backing));
        nint bytes = ((address + Alignment - 1) & ~(nint)(Alignment - 1)) - address;
        // Element types whose size does not divide 64 cannot in general start on the boundary; they start just past it.
        offset = (int)((bytes + sizeof(T) - 1) / sizeof(T));
        Length = length;
        Pointer = (T*)address + offset;
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>The first element. Valid only while this object is reachable.</summary>
    public T* Pointer { get; }

    /// <summary>The whole block.</summary>
    public Span<T> Span => backing.AsSpan(offset, Length);

    /// <summary>The whole block, storable on the heap.</summary>
    public Memory<T> Memory => backing.AsMemory(offset, Length);

    /// <summary>One element; not range-checked in the fast path beyond the backing array's own check.</summary>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref backing[offset + index];
    }

    /// <summary>Allocates without zeroing; the caller writes every element before reading it.</summary>
    /// <param name="length">Number of elements, at least 0.</param>
    public static AlignedArray<T> Uninitialized(int length) => new(length, zeroed: false);
}
