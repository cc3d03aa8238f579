"""The tests of Passerelle; a test is named as a sentence."""
