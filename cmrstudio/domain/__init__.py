"""What is read: studies, contours, annotations, verification, phases and measures. Numpy only."""
