namespace CityOps.Engine.Devices;

/// <summary>
/// Tells who follows devices live what is posted to the board, in this process. Where nobody follows it costs nothing. Thread-safe.
/// </summary>
public sealed class DeviceNews
{
    /// <summary>A device has posted its state; called by the device's own thread, so a listener takes note of it and returns.</summary>
    public event Action<DeviceView>? Posted;

    /// <summary>A device has posted its state.</summary>
    public void Post(DeviceView device) => Posted?.Invoke(device);
}
