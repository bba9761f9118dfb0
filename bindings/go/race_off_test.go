//go:build !race

package textgate

const raceEnabled = false
