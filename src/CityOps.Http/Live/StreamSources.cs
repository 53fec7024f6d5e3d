using CityOps.Engine.Changes;
using CityOps.Engine.Ports;

namespace CityOps.Http.Live;

/// <summary>What every stream draws from.</summary>
internal sealed record StreamSources(
    CaseTail Cases, IJournalReader Journal, LivePositions Positions, StreamTicker Ticker, StreamMetrics Metrics);
