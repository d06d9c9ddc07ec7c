using System.Runtime.CompilerServices;
using Splatsim.Mathematics;

namespace Splatsim.Rendering;

/// <summary>Blends splats into the pixels of a tile.</summary>
/// <param name="state">The tile's planes.</param>
/// <param name="constants">Thresholds.</param>
/// <param name="channels">What splats carry beside their colour, shape [splats, channels of the state].</param>
internal readonly unsafe struct TileBlender<T, TOutputs, TFalloff>(TileState state, BlendConstants constants, float* channels) : ITileVisitor
    where T : unmanaged, ILanes<T>
    where TOutputs : struct, IBlendOutputs
    where TFalloff : struct, IFalloff
{
    private readonly BlendConstants constants = constants;

    /// <inheritdoc/>
    public bool HasEnded => state.HasEnded<T>();

    /// <inheritdoc/>
    /// <remarks>
    /// Pixels that have ended hold their transmittance with a minus sign, which keeps every later test of theirs false.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Rows(SplatRecord* record, int column, int left, int right, int first, int last, float* centres)
    {
        T cap = T.Broadcast(constants.AlphaCap), stop = T.Broadcast(constants.TransmittanceStop);
        T dx = T.Broadcast(record->U) - T.Load(centres + column), dy = T.Broadcast(record->V) - T.Broadcast(centres[TileGrid.Size + first]);
        T along = T.Broadcast(record->L00) * dx, slope = T.Broadcast(record->L01), across = T.Broadcast(record->L11);
        T logOpacity = T.Broadcast(record->LogOpacity), reach = T.Broadcast(record->Reach);
        T red = T.Broadcast(record->Red), green = T.Broadcast(record->Green), blue = T.Broadcast(record->Blue);
        T floor = T.Zero;
        Mask<T> inside = default;
        if (TFalloff.ClipsToBox)
        {
            floor = T.Broadcast(constants.TailFloor) * T.Exp(T.FromDouble(FalloffScale.LogBase) * logOpacity);
            T centre = T.Load(centres + column);
            inside = (centre >= T.Broadcast(centres[left])) & (centre <= T.Broadcast(centres[right]));
        }

        float* pixel = state.Plane(0) + first * TileGrid.Size + column;
        float* end = state.Plane(0) + last * TileGrid.Size + column;
        do
        {
            T t = T.FusedMultiplyAdd(slope, dy, along), c = across * dy;
            T s = T.FusedMultiplyAdd(t, t, c * c);
            Mask<T> hit = s <= reach;
            if (TFalloff.ClipsToBox) hit &= inside;
            T alpha = LaneBits.Keep(hit, T.Min(TFalloff.Alpha(logOpacity - s, floor), cap));
            T before = T.Load(pixel);
            T weight = alpha * before, after = before - weight;
            Mask<T> goesOn = after > stop;
            weight = LaneBits.Keep(goesOn, weight);
            T.Select(goesOn, after, LaneBits.Negative(before)).Store(pixel);
            float* color = pixel + TileState.Red * TileGrid.Pixels;
            T.FusedMultiplyAdd(red, weight, T.Load(color)).Store(color);
            color += TileGrid.Pixels;
            T.FusedMultiplyAdd(green, weight, T.Load(color)).Store(color);
            color += TileGrid.Pixels;
            T.FusedMultiplyAdd(blue, weight, T.Load(color)).Store(color);
            if (TOutputs.Geometry) Geometry(pixel, record, weight, before, after, goesOn);
            if (TOutputs.Channels) Channels(pixel, record, weight);
            pixel += TileGrid.Size;
            dy -= T.One;
        }
        while (pixel <= end);
    }

    /// <inheritdoc/>
    public void Start(SplatRecord* record, uint slot)
    {
    }

    /// <inheritdoc/>
    public void Finish(SplatRecord* record)
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Geometry(float* pixel, SplatRecord* record, T weight, T before, T after, Mask<T> goesOn)
    {
        T depth = T.Broadcast(record->Depth), half = T.FromDouble(0.5);
        float* sum = pixel + TileState.Depth * TileGrid.Pixels;
        T.FusedMultiplyAdd(depth, weight, T.Load(sum)).Store(sum);
        float* total = pixel + TileState.Weight * TileGrid.Pixels;
        (T.Load(total) + weight).Store(total);
        float* median = pixel + TileState.Median * TileGrid.Pixels;
        T.Select(goesOn & (before > half) & (after <= half), depth, T.Load(median)).Store(median);
        float* largest = pixel + TileState.Largest * TileGrid.Pixels, top = pixel + TileState.Top * TileGrid.Pixels;
        Mask<T> larger = weight > T.Load(largest);
        T.Select(larger, weight, T.Load(largest)).Store(largest);
        T.Select(larger, T.Broadcast(BitConverter.Int32BitsToSingle(record->Index)), T.Load(top)).Store(top);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Channels(float* pixel, SplatRecord* record, T weight)
    {
        int count = state.ChannelCount;
        float* values = channels + (long)record->Index * count;
        float* sum = pixel + TileState.Channels * TileGrid.Pixels;
        for (int channel = 0; channel < count; channel++, sum += TileGrid.Pixels)
            T.FusedMultiplyAdd(T.Broadcast(values[channel]), weight, T.Load(sum)).Store(sum);
    }
}
